/**
 * What a command found, as files that pipelines read: JUnit XML, SARIF, Markdown. One class for each format.
 * Start with {@link dev.ficus.cli.report.Reported}.
 * May use output and core; knows neither picocli nor a database.
 */
@NullMarked
package dev.ficus.cli.report;

import org.jspecify.annotations.NullMarked;
