package dev.ficus.dualwrite.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands for index 0 of an enum.
 *
 * @param fails whether it is refused
 * @param substitute a label, or the empty text; null for NULL
 */
record InvalidEnum(boolean fails, @Nullable String substitute) {
    static final InvalidEnum FAIL = new InvalidEnum(true, null);

    static InvalidEnum of(Choice choice) {
        String word = choice.words().invalidEnum().orElse("fail");
        return switch (word) {
            case "fail" -> FAIL;
            case "null" -> new InvalidEnum(false, null);
            case "empty" -> new InvalidEnum(false, "");
            default -> new InvalidEnum(false, label(choice, word));
        };
    }

    private static String label(Choice choice, String word) {
        if (!choice.type().labels().contains(word)) {
            throw new ChoiceRefused(
                    "invalid-enum: " + word + " is no label of it",
                    "choose fail, null, empty or a label for invalid-enum: "
                            + String.join(", ", choice.type().labels()));
        }
        return word;
    }

    @Nullable
    String replaced() {
        if (fails) {
            throw new UnconvertibleValue("the enum holds the empty value of an invalid insert (index 0)");
        }
        return substitute;
    }

    boolean isEmptyText() {
        return "".equals(substitute);
    }

    boolean mapsToNull() {
        return !fails && substitute == null;
    }

    /** MySQL's canonical text, where index 0 shows what stands for it. */
    String canonical(String index, String text) {
        if (fails) {
            return text;
        }
        String shown = Optional.ofNullable(substitute).map(SqlText::mysql).orElse("null");
        return "if(" + index + "=0," + shown + "," + text + ")";
    }
}
