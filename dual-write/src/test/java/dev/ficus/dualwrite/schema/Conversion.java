package dev.ficus.dualwrite.schema;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Converts tables of a fixture into a directory, and runs on PostgreSQL what was written. */
record Conversion(StranglerFixture fixture, Path directory) {

    /** The domain {@code shop} of these tables. */
    ConversionReport of(String... tables) {
        return of(ConversionSettings.NONE, tables);
    }

    ConversionReport of(ConversionSettings settings, String... tables) {
        return of(new DomainSettings("shop", List.of(tables), settings));
    }

    ConversionReport of(DomainSettings domain) {
        DatabaseSettings to = new DatabaseSettings(
                fixture.to().name(),
                fixture.to().kind(),
                fixture.to().url(),
                fixture.to().user(),
                fixture.to().password(),
                Optional.of(directory));
        StranglerSettings settings = new StranglerSettings(fixture.from(), to, List.of(domain));
        return SchemaConversion.convert(
                new Strangler(settings, Progress.SILENT, StopSignal.NEVER, Hook.NONE), domain.name());
    }

    /** Converts the tables and makes them in PostgreSQL. */
    ConversionReport run(String... tables) {
        ConversionReport report = of(tables);
        run(report);
        return report;
    }

    /** Runs each file in a transaction of its own. */
    void run(ConversionReport report) {
        report.files().forEach(file -> fixture.postgres(text(file)));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
