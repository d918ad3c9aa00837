package io.sanasend.api.message;

import io.sanasend.model.message.MessageStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a status under its wire name. */
@Converter(autoApply = true)
class StatusColumn implements AttributeConverter<MessageStatus, String> {

    @Override
    public String convertToDatabaseColumn(MessageStatus status) {
        return status.wireName();
    }

    @Override
    public MessageStatus convertToEntityAttribute(String name) {
        return MessageStatus.ofWireName(name);
    }
}
