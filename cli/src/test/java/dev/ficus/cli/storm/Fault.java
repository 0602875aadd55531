package dev.ficus.cli.storm;

/** What goes wrong in a storm. Source and target are those of the stream that runs. */
enum Fault {
    TOOL_KILLED("kill -9 of ficus sync"),
    SOURCE_KILLED("kill -9 of the source's server"),
    TARGET_KILLED("kill -9 of the target's server"),
    SOURCE_RESTARTED("restart of the source's server"),
    TARGET_RESTARTED("restart of the target's server"),
    CONNECTIONS_CUT("all connections of Ficus cut"),
    CONNECTIONS_REFUSED("Ficus' connections to one server cut, new ones refused for a while"),
    NETWORK_SLOW("each packet delayed"),
    NETWORK_STALLED("one server's network stands still for a while"),
    COMMIT_FORGOTTEN("answers to COMMITs of Ficus lost"),
    APPLICATION_CUT("answer to a COMMIT of the application lost"),
    SPILL_DISK_FULL("disk full below a large transaction"),
    CUTOVER_KILLED("kill -9 of ficus cutover"),
    BACKFILL_KILLED("kill -9 of ficus backfill");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Those that a round may choose from. */
    static final Fault[] OF_ROUNDS = {
        TOOL_KILLED,
        TOOL_KILLED,
        SOURCE_KILLED,
        TARGET_KILLED,
        SOURCE_RESTARTED,
        TARGET_RESTARTED,
        CONNECTIONS_CUT,
        CONNECTIONS_REFUSED,
        NETWORK_SLOW,
        NETWORK_STALLED,
        COMMIT_FORGOTTEN,
        COMMIT_FORGOTTEN,
        APPLICATION_CUT,
        SPILL_DISK_FULL,
        SPILL_DISK_FULL
    };
}
