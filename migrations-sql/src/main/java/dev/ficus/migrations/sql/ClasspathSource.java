package dev.ficus.migrations.sql;

import dev.ficus.core.error.Problem;
import dev.ficus.core.history.NaturalOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Plain SQL files among the resources of a jar of ours. What fails here is a broken installation, hence unchecked. */
record ClasspathSource(Class<?> anchor, String directory) implements HistorySource {

    @Override
    public List<SourceFile> files(String database, Consumer<Problem> problems) {
        try {
            List<SourceFile> files = new ArrayList<>();
            for (String name : names()) {
                files.add(read(name));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the change files in " + directory + " cannot be read", e);
        }
    }

    @Override
    public String describe(String file) {
        return directory + "/" + file;
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    private SourceFile read(String name) throws IOException {
        try (InputStream in = anchor.getClassLoader().getResourceAsStream(directory + "/" + name)) {
            if (in == null) {
                throw new IOException("no resource " + directory + "/" + name);
            }
            return SourceFile.of(name, in.readAllBytes());
        }
    }

    private List<String> names() throws IOException {
        URL url = anchor.getClassLoader().getResource(directory);
        if (url == null) {
            throw new IOException("no resource directory " + directory);
        }
        List<String> all = "file".equals(url.getProtocol()) ? inDirectory(url) : inJar(url);
        return all.stream()
                .filter(name -> name.endsWith(".sql"))
                .sorted(NaturalOrder::compare)
                .toList();
    }

    private static List<String> inDirectory(URL url) throws IOException {
        try (Stream<Path> paths = Files.list(Path.of(url.toURI()))) {
            return paths.map(SourceFile::name).toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private List<String> inJar(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            throw new IOException("resources of protocol " + url.getProtocol() + " cannot be listed");
        }
        jar.setUseCaches(false);
        String prefix = directory + "/";
        try (JarFile file = jar.getJarFile()) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
    }
}
