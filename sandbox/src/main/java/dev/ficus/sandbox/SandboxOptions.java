package dev.ficus.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server shall be like.
 *
 * @param kind where it shall come from; {@link SandboxKind#AUTO} leaves that to the environment, see
 *     {@code docs/reference/sandbox.md}
 * @param settings server settings over those of the sandbox, by the names of the server ({@code wal_level},
 *     {@code binlog_format}); an empty value stands for a bare switch such as {@code skip-log-bin}. A server that
 *     somebody else runs is never chosen when there are any
 */
public record SandboxOptions(SandboxKind kind, Map<String, String> settings) {
    public SandboxOptions {
        settings = Map.copyOf(settings);
    }

    /** Any source, the usual settings. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(SandboxKind.AUTO, Map.of());
    }

    /** The same from another source. */
    public SandboxOptions from(SandboxKind source) {
        return new SandboxOptions(source, settings);
    }

    /** The same with one server setting more. */
    public SandboxOptions with(String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return new SandboxOptions(kind, more);
    }
}
