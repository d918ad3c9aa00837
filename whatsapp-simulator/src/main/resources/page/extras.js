// Names that clients look up and wrap but that do nothing here. Without them clients report missing modules, which
// hides the reports that matter.

import { Collection, Emitter } from './emitter.js';
import { define } from './loader.js';

class PresenceCollectionImpl extends Collection {}
class BlocklistCollectionImpl extends Collection {}
class CallCollectionImpl extends Collection {
  processIncomingCall() {}

  setActiveCall() {}
}
class StatusV3CollectionImpl extends Collection {
  getMyStatus() {
    return { msgs: new Collection() };
  }
}

const statuses = new StatusV3CollectionImpl();
const linkDeviceEvents = Object.assign(new Emitter(), { triggerRefreshAltLinkingCode() {} });

define('WAWebPresenceCollection', { PresenceCollection: new PresenceCollectionImpl() });
define('WAWebBlocklistCollection', { BlocklistCollection: new BlocklistCollectionImpl() });
define('WAWebCallCollection', { default: new CallCollectionImpl() });
define('WAWebStatusCollection', { StatusV3CollectionImpl, StatusV3Collection: statuses, StatusCollection: statuses });
define('WAWebLinkDeviceEvents', { WAWebLinkDeviceEvents: linkDeviceEvents });

const nothing = () => undefined;
const noNames = () => '';

define('WAWebABProps', { getABPropConfigValue: nothing, getABPropConfigNameFromCode: nothing });
define('useWAWebLinkPreview', {
  findFirstWebLink: (text) => /https?:\/\/\S+/.exec(text)?.[0] ?? null,
});
define('WAWebLinkPreviewChatAction', { getLinkPreview: async () => null });
define('WAWebGenMinimalLinkPreviewChatAction', { genMinimalLinkPreview: async () => null });
define('WAWebBackendJobsCommon', { mediaTypeFromProtobuf: nothing, typeAttributeFromProtobuf: () => 'text' });
define('WAWebE2EProtoGenerator', { createMsgProtobuf: () => ({}) });
define('WAWebE2EProtoUtils', { encodeMaybeMediaType: nothing });
define('WAWebSendMsgCreateFanoutStanza', { createFanoutMsgStanza: async () => ({ content: [] }) });
define('WAWebSendMsgJob', { encryptAndSendMsg: async () => null });
define('WAWebPrimaryFeatures', { primaryFeatureEnabled: () => false });
define('WAWebUpdateDbForGroupActionApi', { updateDBForGroupAction: async () => {} });
define('WAWebReactionsMsgAction', { addOrUpdateReactionsModelCollection: nothing });
define('WAWebDBPollsUpsertVotes', { upsertVotesDb: async () => {} });
define('WAWebChatPinBridge', { getNumChatsPinned: () => 0 });
define('WAWebApiChat', { createChatRecord: async () => {}, getChatRecordByAccountLid: async () => null });
define('WAWebChatSearchFilters', { isFilterExcludedFromSearchTreatmentInInboxFlow: () => false });
define('WAWebChatSearchQuery', {
  SearchQuery: class SearchQuery {
    filter = null;

    updateLabelQuery() {}
  },
});
define('WAWebMsgGetters', { getIsUnreadType: () => true });
define('WAWebMsgReply', { canReplyMsg: () => true });
define('WAWebQuotedMsgModelUtils', { getQuotedMsgObj: () => null });
define('WAWebLid1X1MigrationGating', { Lid1X1MigrationUtils: { isLidMigrated: () => false } });
define('WAWebProcessRawSticker', { processRawSticker: async () => null });
define('WAWebVideoThumbnails', { generateVideoThumbsAndDuration: async () => ({ duration: 0, thumbs: [] }) });
define('WAWebBizLabelUtils', { addToLabelCollection: nothing, removeLabelFromCollection: nothing });
define('WAWebVoipGatingUtils', {
  isCallingEnabled: () => false,
  isVoipDownloadEnabled: () => false,
  isUnsupportedBrowserForWebCalling: () => true,
  getUnsupportedBrowserReason: () => null,
});
define('WAWebFrontendChatGetters', {
  getShouldAppearInList: () => true,
  getPreviewMessage: (chat) => chat.msgs.last(),
  getShowChangeNumberNotification: () => false,
  getShouldShowUnreadDivider: () => false,
});
define('WAWebContactGetters', {
  getNotifyName: (contact) => contact.pushname,
  getPremiumMessageName: nothing,
  getUserid: (contact) => contact.id?.user,
  getUserhash: nothing,
  getIsMe: () => false,
  getIsUser: (contact) => contact.id?.isUser(),
  getIsGroup: (contact) => contact.id?.isGroup(),
  getIsBroadcast: () => false,
  getIsNewsletter: () => false,
  getIsPSA: () => false,
  getIsIAS: () => false,
  getIsSupportAccount: () => false,
  getIsWAContact: () => true,
  getCanRequestPhoneNumber: () => false,
  getShowBusinessCheckmarkAsPrimary: () => false,
  getShowBusinessCheckmarkAsSecondary: () => false,
  getShowBusinessCheckmarkInChatlist: () => false,
  getIsDisplayNameApproved: () => false,
  getShouldForceBusinessUpdate: () => false,
});
define('WAWebFrontendContactGetters', {
  getPhoneNumber: (contact) => contact.id,
  getTextStatusString: noNames,
  getPnForLid: nothing,
  getDisplayName: (contact) => contact.name,
  getDisplayNameOrPnForLid: (contact) => contact.name,
  getFormattedPhone: (contact) => `+${contact.id?.user}`,
  getFormattedShortNameWithNonBreakingSpaces: (contact) => contact.name,
  getFormattedShortName: (contact) => contact.name,
  getFormattedName: (contact) => contact.name,
  getFormattedUser: (contact) => contact.id?.user,
  getSearchName: (contact) => contact.name,
  getIsMyContact: () => false,
  getMentionName: (contact) => contact.name,
  getSearchVerifiedName: noNames,
  getHeader: noNames,
});
