package dev.ficus.sandbox;

/**
 * Why a source cannot give a server.
 *
 * @param reason a clause without a full stop
 * @param fix what makes it work
 */
record Missing(String reason, String fix) {}
