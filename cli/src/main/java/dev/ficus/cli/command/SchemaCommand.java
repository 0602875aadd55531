package dev.ficus.cli.command;

import picocli.CommandLine.Command;

/** Groups the commands that turn MySQL's schema into PostgreSQL's. */
@Command(
        name = "schema",
        header = "Turns the tables of a domain into changes for PostgreSQL.",
        footer = "  ficus schema convert orders")
final class SchemaCommand {}
