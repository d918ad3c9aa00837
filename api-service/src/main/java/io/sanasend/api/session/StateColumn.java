package io.sanasend.api.session;

import io.sanasend.model.session.SessionState;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a state under its wire name. */
@Converter(autoApply = true)
class StateColumn implements AttributeConverter<SessionState, String> {

    @Override
    public String convertToDatabaseColumn(SessionState state) {
        return state.wireName();
    }

    @Override
    public SessionState convertToEntityAttribute(String name) {
        return SessionState.ofWireName(name);
    }
}
