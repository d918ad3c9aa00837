package io.sanasend.api.message;

import io.sanasend.model.session.SessionId;

/** A message that is stored, and will be sent. */
record Accepted(long messageId, long sessionRow, SessionId session) {}
