package dev.ficus.dualwrite.value;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands for MySQL's dates that are none: {@code 0000-00-00}, {@code 2024-00-10}, every date of the year 0, and the
 * thirtieth of February that {@code ALLOW_INVALID_DATES} lets in.
 *
 * @param fails whether they are refused
 * @param substitute PostgreSQL text that stands for them; null for NULL
 */
record ZeroDate(boolean fails, @Nullable String substitute) {
    static final ZeroDate FAIL = new ZeroDate(true, null);

    private static final String WHAT = "date has a zero year, month or day, or a day that its month has not";

    /** Date and time with four digits of the year; MySQL's end with 9999. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    /** @param withTime whether the column has a time of day too; a date that was chosen means its midnight */
    static ZeroDate of(Choice choice, boolean withTime) {
        String word = choice.words().zeroDate().orElse("fail");
        return switch (word) {
            case "fail" -> FAIL;
            case "null" -> new ZeroDate(false, null);
            default -> new ZeroDate(false, date(word, withTime));
        };
    }

    private static String date(String word, boolean withTime) {
        try {
            LocalDateTime date = LocalDateTime.parse(word.length() == 10 ? word + " 00:00:00" : word, DATE_TIME);
            if (date.getYear() >= 1 && (withTime || word.length() == 10)) {
                return withTime ? DATE_TIME.format(date) : date.toLocalDate().toString();
            }
        } catch (DateTimeException e) {
            throw noDate(word, withTime);
        }
        throw noDate(word, withTime);
    }

    private static ChoiceRefused noDate(String word, boolean withTime) {
        return new ChoiceRefused(
                "zero-date: " + word + " is no date",
                "choose fail, null or a date for zero-date, such as 1970-01-01"
                        + (withTime ? " or 1970-01-01 00:00:01" : ""));
    }

    /** MySQL's text of a date or a date and time, or what stands for it. */
    @Nullable
    String real(String text) {
        return isZero(text) ? replaced() : text;
    }

    /** What stands for such a date. */
    @Nullable
    String replaced() {
        if (fails) {
            throw new UnconvertibleValue("the " + WHAT + ", which PostgreSQL has not");
        }
        return substitute;
    }

    private static boolean isZero(String text) {
        if (text.startsWith("0000") || text.startsWith("-00", 4) || text.startsWith("-00", 7)) {
            return true;
        }
        int day = Integer.parseInt(text.substring(8, 10));
        return day > 28
                && day
                        > LocalDate.of(
                                        Integer.parseInt(text.substring(0, 4)),
                                        Integer.parseInt(text.substring(5, 7)),
                                        1)
                                .lengthOfMonth();
    }

    /**
     * Reads dates, with or without a time of day.
     *
     * @param zone what PostgreSQL's text has at its end
     */
    CellReader reader(String zone) {
        byte[] end = zone.getBytes(StandardCharsets.US_ASCII);
        return (from, start, stop, out) -> {
            if (isZero(from, start)) {
                String text = replaced();
                if (text == null) {
                    return false;
                }
                out.put(text);
            } else {
                out.put(from, start, stop);
            }
            out.put(end);
            return true;
        };
    }

    /** Four digits of the year, then two of the month and two of the day. */
    private static boolean isZero(byte[] text, int start) {
        int year = two(text, start) * 100 + two(text, start + 2);
        int month = two(text, start + 5);
        int day = two(text, start + 8);
        return year == 0
                || month == 0
                || day == 0
                || day > 28 && day > Month.of(month).length(Year.isLeap(year));
    }

    private static int two(byte[] text, int at) {
        return (text[at] - '0') * 10 + text[at + 1] - '0';
    }

    /** Whether the binlog client said that the microseconds stand for no date. */
    static boolean isZero(long micros) {
        return micros == Long.MIN_VALUE;
    }

    boolean mapsToNull() {
        return !fails && substitute == null;
    }

    /** What MySQL's NOT NULL column gets for NULL. Which zero date it was is lost. */
    @Nullable
    Object nullToMysql() {
        return mapsToNull() ? "0000-00-00" : null;
    }

    List<Hazard> hazards() {
        return fails ? List.of(Hazard.of("zero-date", WHAT, ZeroDate::condition, "zero-date: null")) : List.of();
    }

    /** MySQL's canonical text, where such a date shows what stands for it. */
    String canonical(String column, String text) {
        if (fails) {
            return text;
        }
        String shown = Optional.ofNullable(substitute).map(SqlText::mysql).orElse("null");
        return "if(" + condition(column) + "," + shown + "," + text + ")";
    }

    private static String condition(String column) {
        return "year(" + column + ")=0 or month(" + column + ")=0 or day(" + column + ")=0 or day(" + column
                + ")>day(last_day(" + column + "))";
    }
}
