package dev.ficus.dualwrite.stream;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far the log that a stream still needs is from being thrown away by its source.
 *
 * @param risks one for each rule by which the source lets go of its log; empty where none applies
 */
record Retention(List<Risk> risks) {
    /** Nothing is needed, or the source keeps all of it. */
    static final Retention NONE = new Retention(List.of());

    /**
     * The least that a slot without a limit holds back when it is told. A stream that runs holds back what one transaction and one
     * checkpoint of the server take, some hundred megabytes on a busy server; and a disk that cannot spare this has little
     * to spare for anything.
     */
    static final long UNLIMITED = 1L << 30;

    private static final String LOST = "lost";
    private static final double[] THRESHOLDS = {0.5, 0.75, 0.9};

    Retention {
        risks = List.copyOf(risks);
    }

    /**
     * What one rule of the source means for the log.
     *
     * @param rule its name, the same at each look
     * @param used from 0 to 1; empty where there is no limit
     * @param level 0 where all is well; a higher one is worse, and worth another word
     * @param text what is at risk, how much is left, and what to do
     */
    record Risk(String rule, OptionalDouble used, int level, String text) {
        /** Of a limit: told from a half on, and again at three quarters and at nine tenths. */
        static Risk limited(String rule, double used, String text) {
            double part = Math.min(1, Math.max(0, used));
            int level = 0;
            while (level < THRESHOLDS.length && part >= THRESHOLDS[level]) {
                level++;
            }
            return new Risk(rule, OptionalDouble.of(part), level, text);
        }

        /** Of bytes that nothing limits but the disk: told above {@link #UNLIMITED}, and at each doubling of that. */
        static Risk unlimited(String rule, long bytes, String text) {
            int level = bytes <= UNLIMITED ? 0 : Long.SIZE - Long.numberOfLeadingZeros(bytes / UNLIMITED);
            return new Risk(rule, OptionalDouble.empty(), level, text);
        }

        /** The source may throw the log away at any moment. */
        static Risk imminent(String rule, String text) {
            return new Risk(rule, OptionalDouble.of(1), THRESHOLDS.length, text);
        }
    }

    /** The log is gone: no other rule matters. */
    static Retention lost(String text) {
        return new Retention(List.of(Risk.imminent(LOST, text)));
    }

    boolean lost() {
        return risks.stream().anyMatch(risk -> risk.rule().equals(LOST));
    }

    /** By the rule that is nearest to its limit; empty where no rule has one. */
    OptionalDouble used() {
        return risks.stream().flatMapToDouble(risk -> risk.used().stream()).max();
    }

    /** For people: {@code 40 s}, {@code 90 min}, {@code 36 h}, {@code 12 days}. */
    static String text(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return time.toMinutes() + " min";
        }
        return seconds < 2 * 86_400 ? time.toHours() + " h" : time.toDays() + " days";
    }

    /** For people: {@code 512 KiB}, {@code 1.5 MiB}, {@code 12.0 GiB}. */
    static String text(long bytes) {
        if (bytes < 1 << 20) {
            return (bytes >> 10) + " KiB";
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }
}
