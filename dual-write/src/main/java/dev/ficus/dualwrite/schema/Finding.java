package dev.ficus.dualwrite.schema;

/**
 * Something that the conversion did not carry over one to one.
 *
 * @param where the table, column, index or key
 * @param what what is different or left out
 * @param todo what the reader should do about it
 */
public record Finding(String where, String what, String todo) {}
