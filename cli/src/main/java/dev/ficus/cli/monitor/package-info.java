/**
 * What watches over a running {@code ficus sync}: its metrics and its health over HTTP.
 * Start with {@link dev.ficus.cli.monitor.MonitorServer}.
 * May use core and the status of streams; knows neither picocli nor a database. Micrometer stays in here.
 */
@NullMarked
package dev.ficus.cli.monitor;

import org.jspecify.annotations.NullMarked;
