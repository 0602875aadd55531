package dev.ficus.core.history;

/**
 * One change and where it stands.
 *
 * @param id the identity of the change as the user writes it, such as {@code 007-add-status} or {@code V007__add_status}
 * @param author as written in the file; empty where the format has none
 * @param file relative to the directory of the history, with forward slashes
 * @param state where it stands
 */
public record ChangeStatus(String id, String author, String file, ChangeState state) {}
