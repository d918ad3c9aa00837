package io.sanasend.simulator.setting;

/** A setting has a value that makes no sense. Names the field as the JSON has it. */
public final class InvalidSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidSetting(String field, String rule) {
        super(rule);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** What a value of the field must be. */
    public String rule() {
        return String.valueOf(getMessage());
    }

    static void requireRange(String field, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new InvalidSetting(field, "must be a whole number from " + lowest + " to " + highest);
        }
    }
}
