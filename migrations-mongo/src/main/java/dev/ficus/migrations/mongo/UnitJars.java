package dev.ficus.migrations.mongo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import io.mongock.api.annotations.ChangeUnit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The classes with {@code @ChangeUnit} in the jars of {@code --classpath}. A class is loaded only where its bytes hold the
 * name of the annotation, and none is initialised before it runs.
 */
final class UnitJars implements AutoCloseable {
    private static final String CURRENT = "Lio/mongock/api/annotations/ChangeUnit;";
    private static final List<String> OLD = List.of(
            "Lcom/github/cloudyrock/mongock/ChangeLog;",
            "Lio/changock/migration/api/annotations/ChangeLog;",
            "Lcom/github/mongobee/changeset/ChangeLog;");

    private final URLClassLoader loader;
    private final List<Class<?>> units = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private UnitJars(URLClassLoader loader) {
        this.loader = loader;
    }

    /** Opens the jars. Close it when the last unit has run. */
    static UnitJars open(List<Path> classpath, String database) {
        URL[] urls = classpath.stream().map(UnitJars::url).toArray(URL[]::new);
        UnitJars jars = new UnitJars(new URLClassLoader(urls, UnitJars.class.getClassLoader()));
        classpath.forEach(jar -> jars.read(jar, database));
        if (!classpath.isEmpty() && jars.units.isEmpty() && jars.problems.isEmpty()) {
            jars.problems.add(new Problem(
                    ErrorCode.CHANGE_FILE_INVALID,
                    "no class with @ChangeUnit is in "
                            + String.join(
                                    ", ", classpath.stream().map(Path::toString).toList()),
                    "--classpath (database " + database + ")",
                    "give the jar that has the classes themselves, not one that wraps other jars"));
        }
        return jars;
    }

    List<Class<?>> units() {
        return units;
    }

    List<Problem> problems() {
        return problems;
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw unreadable(jar, "there is no such file");
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path has a URL", e);
        }
    }

    private void read(Path path, String database) {
        try (JarFile jar = new JarFile(path.toFile())) {
            List<JarEntry> classes = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().startsWith("META-INF/"))
                    .toList();
            for (JarEntry entry : classes) {
                look(jar, entry, path, database);
            }
        } catch (IOException e) {
            throw unreadable(path, e.getClass().getSimpleName());
        }
    }

    private void look(JarFile jar, JarEntry entry, Path path, String database) throws IOException {
        String bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        String name = entry.getName().replace('/', '.').replaceFirst("\\.class$", "");
        if (OLD.stream().anyMatch(bytes::contains)) {
            problems.add(problem(
                    "class " + name + " has the old annotation @ChangeLog, which Ficus does not run",
                    path,
                    database,
                    "write it as a class with @ChangeUnit, or leave it out of the jar"));
        } else if (bytes.contains(CURRENT)) {
            load(name, path, database);
        }
    }

    private void load(String name, Path path, String database) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            boolean complete = type.getMethods().length > 0; // every type that a method mentions is loaded for this
            if (complete && type.isAnnotationPresent(ChangeUnit.class)) {
                units.add(type);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add(problem(
                    "class " + name + " cannot be loaded: " + e,
                    path,
                    database,
                    "give the jars that it needs with --classpath too"));
        }
    }

    private static Problem problem(String what, Path jar, String database, String fix) {
        return new Problem(ErrorCode.CHANGE_FILE_INVALID, what, jar + " (database " + database + ")", fix);
    }

    private static FicusException unreadable(Path jar, String why) {
        return new FicusException(
                ErrorCode.FILE_UNREADABLE, "the jar cannot be read: " + why, jar.toString(), "correct --classpath");
    }
}
