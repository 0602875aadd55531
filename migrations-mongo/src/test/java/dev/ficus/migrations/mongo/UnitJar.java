package dev.ficus.migrations.mongo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles change units and packs them into a jar, as an application's build does. */
final class UnitJar {
    private UnitJar() {}

    /**
     * A unit that inserts its id into {@code ran}, with its way back.
     *
     * @param extra further members of the class
     */
    static String unit(String name, String id, String order, String extra) {
        return """
                package shop;
                import com.mongodb.client.*;
                import io.mongock.api.annotations.*;
                import org.bson.Document;
                @ChangeUnit(id = "%2$s", order = "%3$s", author = "ana", transactional = false)
                public class %1$s {
                    private final MongoDatabase database;
                    public %1$s(MongoDatabase database) { this.database = database; }
                    @Execution public void execution() {
                        database.getCollection("ran").insertOne(new Document("unit", "%2$s"));
                    }
                    @RollbackExecution public void rollback(MongoDatabase same) {
                        same.getCollection("ran").deleteMany(new Document("unit", "%2$s"));
                    }
                    %4$s
                }
                """.formatted(name, id, order, extra);
    }

    /** @param sources by simple class name; all are in package {@code shop} */
    static Path of(Path directory, String name, Map<String, String> sources) throws IOException {
        Path work = Files.createDirectories(directory.resolve(name + "-work"));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-d",
                work.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the units do not compile");
        }
        return pack(work, directory.resolve(name + ".jar"));
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".class")).toList()) {
                packed.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
        return jar;
    }
}
