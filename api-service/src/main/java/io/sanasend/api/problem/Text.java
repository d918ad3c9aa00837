package io.sanasend.api.problem;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Text that can be stored and sent: counted in code points, without NUL and without halves of surrogate pairs, and on
 * one line unless said otherwise. Absent text is valid.
 */
@Constraint(validatedBy = Text.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {

    int min() default 0;

    int max();

    boolean multiline() default false;

    String message() default "must be text of {min} to {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Validator implements ConstraintValidator<Text, String> {

        private int min;
        private int max;
        private boolean multiline;

        @Override
        public void initialize(Text rule) {
            min = rule.min();
            max = rule.max();
            multiline = rule.multiline();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            // The cheap count first, so that a huge text is not walked.
            if (text.length() > 2L * max) {
                return false;
            }
            int codePoints = text.codePointCount(0, text.length());
            return codePoints >= min && codePoints <= max && text.codePoints().allMatch(this::isStorable);
        }

        private boolean isStorable(int codePoint) {
            boolean halfPair = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            boolean control = multiline ? codePoint == 0 : Character.isISOControl(codePoint);
            return !halfPair && !control;
        }
    }
}
