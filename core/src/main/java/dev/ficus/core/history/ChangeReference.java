package dev.ficus.core.history;

/**
 * How a user names a change: by its id, by its file where the file is one change, or as {@code FILE::ID} where the id
 * alone is not unique.
 *
 * @param text as typed
 */
public record ChangeReference(String text) {

    /** Whether this names the change with this id in this file. */
    public boolean names(String id, String file) {
        return text.equals(id) || text.equals(file) || text.equals(file + "::" + id);
    }
}
