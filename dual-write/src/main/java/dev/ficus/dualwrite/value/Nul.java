package dev.ficus.dualwrite.value;

import java.util.List;

/**
 * What stands for the character U+0000, which PostgreSQL's text cannot hold (manual, "Character Types").
 *
 * @param fails whether text that has it is refused
 * @param substitute what stands for it: nothing, or one character, so that the text fits where it fitted before
 */
record Nul(boolean fails, String substitute) {
    static final Nul FAIL = new Nul(true, "");

    static Nul of(Choice choice) {
        String word = choice.words().nul().orElse("fail");
        return switch (word) {
            case "fail" -> FAIL;
            case "strip" -> new Nul(false, "");
            default -> new Nul(false, character(word));
        };
    }

    private static String character(String word) {
        if (word.codePointCount(0, word.length()) != 1 || word.equals("\0")) {
            throw new ChoiceRefused(
                    "nul: " + word + " is more than one character",
                    "choose fail, strip or the one character that stands for NUL");
        }
        return word;
    }

    /** The text as PostgreSQL can hold it. */
    String storable(String text) {
        if (text.indexOf('\0') < 0) {
            return text;
        }
        if (fails) {
            throw new UnconvertibleValue("the text holds a NUL character, which PostgreSQL cannot store");
        }
        return text.replace("\0", substitute);
    }

    /** MySQL's canonical text of a utf8mb4 expression. */
    String canonical(String text) {
        return fails ? text : "replace(" + text + ",char(0 using utf8mb4)," + SqlText.mysql(substitute) + ")";
    }

    /** Looked for as a byte: some collations do not see the character at all. */
    List<Hazard> hazards() {
        return fails
                ? List.of(Hazard.of(
                        "nul",
                        "text holds a NUL character",
                        column -> "locate(x'00',cast(convert(" + column + " using utf8mb4) as binary))>0",
                        "nul: strip"))
                : List.of();
    }
}
