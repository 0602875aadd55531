/**
 * Real throwaway servers for the demo and the tests: from a URL, Docker, this machine, or Maven Central.
 * Start with {@link dev.ficus.sandbox.Sandbox}; tests start with {@link dev.ficus.sandbox.SharedServers}.
 * May use {@code core} and every driver.
 */
@NullMarked
package dev.ficus.sandbox;

import org.jspecify.annotations.NullMarked;
