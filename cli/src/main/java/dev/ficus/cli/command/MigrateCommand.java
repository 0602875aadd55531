package dev.ficus.cli.command;

import picocli.CommandLine.Command;

/** Groups the commands of the schema histories. */
@Command(
        name = "migrate",
        header = "Brings the schema of every database up to date, and shows what ran.",
        footer = {
            "  ficus migrate status                 what is pending on each database",
            "  ficus migrate up                     apply it, in the order of ficus.yaml",
            "  ficus migrate up --db primary        on one database"
        },
        subcommands = {
            MigrateStatusCommand.class,
            MigrateUpCommand.class,
            MigrateValidateCommand.class,
            MigrateHistoryCommand.class
        })
final class MigrateCommand {}
