package dev.ficus.cli.command;

import picocli.CommandLine.Command;

/** Groups the commands of the schema histories. */
@Command(
        name = "migrate",
        header = "Brings the schema of every database up to date, and shows what ran.",
        footer = {
            "  ficus migrate status                 what is pending on each database",
            "  ficus migrate plan                   the exact statements, what they lock, and a hash",
            "  ficus migrate up --plan HASH         apply just that, in the order of ficus.yaml",
            "  ficus migrate new add status --db primary      begin a change"
        })
final class MigrateCommand {}
