package io.sanasend.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON object of a request. Each reader refuses with the name of the field that is wrong. */
final class Body {

    private static final int LONGEST_TEXT = 65_536;

    private final JsonNode json;

    private Body(JsonNode json) {
        this.json = json;
    }

    /** Reads the request's body; an absent one is an empty object. */
    static Body of(Context ctx, ObjectMapper mapper) {
        String text = ctx.body();
        try {
            JsonNode json = text.isBlank() ? mapper.createObjectNode() : mapper.readTree(text);
            if (!json.isObject()) {
                throw Refusal.malformed("the body is not a JSON object");
            }
            return new Body(json);
        } catch (JsonProcessingException _) {
            throw Refusal.malformed("the body is not JSON");
        }
    }

    JsonNode json() {
        return json;
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> Refusal.invalid(field, "is missing"));
    }

    Optional<String> optionalText(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw Refusal.invalid(field, "must be a text that is not empty");
        }
        if (value.asText().length() > LONGEST_TEXT) {
            throw Refusal.invalid(field, "is longer than " + LONGEST_TEXT + " characters");
        }
        return Optional.of(value.asText());
    }

    Optional<Integer> optionalNumber(String field, int lowest, int highest) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.asInt() < lowest || value.asInt() > highest) {
            throw Refusal.invalid(field, "must be a whole number from " + lowest + " to " + highest);
        }
        return Optional.of(value.asInt());
    }

    boolean flag(String field) {
        JsonNode value = json.path(field);
        if (!value.isBoolean()) {
            throw Refusal.invalid(field, "must be true or false");
        }
        return value.asBoolean();
    }

    PhoneNumber phone(String field) {
        return phone(field, text(field));
    }

    List<PhoneNumber> phones(String field) {
        JsonNode values = json.path(field);
        if (!values.isArray()) {
            throw Refusal.invalid(field, "must be a list of phone numbers");
        }
        List<PhoneNumber> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(phone(field, value.asText())));
        return numbers;
    }

    static PhoneNumber phone(String field, String text) {
        if (!PhoneNumber.isNumber(text)) {
            throw Refusal.invalid(field, "must be a phone number of 7 to 15 digits, country code first");
        }
        return PhoneNumber.parse(text);
    }

    static Address address(String field, String text) {
        return Address.parse(text)
                .or(() -> PhoneNumber.isNumber(text)
                        ? Optional.of(new Address.Person(PhoneNumber.parse(text)))
                        : Optional.empty())
                .orElseThrow(() -> Refusal.invalid(field, "must be a phone number, or a group id that ends in @g.us"));
    }
}
