package dev.ficus.cli.command;

import picocli.CommandLine.Command;

/** Groups the commands that change a domain's phase. */
@Command(
        name = "cutover",
        header = "Changes the phase of a domain, step by step, with a way back.",
        footer = {
            "  ficus cutover plan orders --to dual-write      what would happen now; changes nothing",
            "  ficus cutover run orders --to dual-write       writes go to PostgreSQL, MySQL stays fresh",
            "  ficus cutover rollback orders --to mirroring   writes go back to MySQL",
            "  ficus cutover status orders"
        })
final class CutoverCommand {}
