/**
 * Real throwaway servers for the demo and the tests: from a URL, Docker, this machine, or Maven Central.
 * Start with {@link dev.ficus.sandbox.Sandbox}; tests start with {@link dev.ficus.sandbox.SharedServers}.
 * {@link dev.ficus.sandbox.FaultProxy} is a bad network before such a server. May use {@code core} and every driver.
 */
@NullMarked
package dev.ficus.sandbox;

import org.jspecify.annotations.NullMarked;
