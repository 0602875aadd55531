package dev.ficus.sandbox;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;

/** The refusals of the sandbox. */
final class Unavailable {
    private Unavailable() {}

    /** A source was asked for that has no server of this kind here. */
    static FicusException source(DatabaseKind kind, SandboxKind source, Missing missing) {
        return new FicusException(
                ErrorCode.SANDBOX_UNAVAILABLE,
                "no " + kind.word() + " server from source " + source.word() + ": " + missing.reason(),
                "sandbox",
                missing.fix());
    }

    /** Starting, stopping or killing a server that the sandbox does not run as a process of its own. */
    static FicusException control(String reason) {
        return new FicusException(
                ErrorCode.SANDBOX_UNAVAILABLE,
                "this server cannot be stopped or started by the sandbox: " + reason,
                "sandbox",
                "take a server that the sandbox runs: set FICUS_SANDBOX to docker, installed or embedded");
    }
}
