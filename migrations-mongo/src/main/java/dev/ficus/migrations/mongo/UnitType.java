package dev.ficus.migrations.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.migrations.mongo.MongoChange.Step;
import dev.ficus.migrations.mongo.MongoChange.Transaction;
import io.mongock.api.annotations.BeforeExecution;
import io.mongock.api.annotations.ChangeUnit;
import io.mongock.api.annotations.ChangeUnitConstructor;
import io.mongock.api.annotations.Execution;
import io.mongock.api.annotations.RollbackBeforeExecution;
import io.mongock.api.annotations.RollbackExecution;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * One class with {@code @ChangeUnit}.
 * Source: Mongock 5, "Change Units": methods are public; one execution, at most one each of the others.
 */
record UnitType(Class<?> type) {
    /** What Mongock records where a unit names no author. */
    static final String DEFAULT_AUTHOR = "default_author";

    private static final Set<Class<?>> INJECTED = Set.of(MongoDatabase.class, ClientSession.class);
    private static final List<Class<? extends Annotation>> ROLES =
            List.of(Execution.class, RollbackExecution.class, BeforeExecution.class, RollbackBeforeExecution.class);

    /** Everything that keeps the unit from being run. */
    List<Problem> problems(HistoryMessages messages) {
        List<String> wrong = new ArrayList<>();
        if (unit().id().isBlank()) {
            wrong.add("its id is empty");
        }
        if (unit().runAlways()) {
            wrong.add("it is runAlways, and Ficus runs a change once");
        }
        if (annotated(Execution.class).size() != 1) {
            wrong.add("it needs exactly one public method with @Execution");
        }
        ROLES.stream()
                .filter(role -> annotated(role).size() > 1)
                .filter(role -> role != Execution.class)
                .forEach(role -> wrong.add("it has more than one method with @" + role.getSimpleName()));
        if (constructors().size() != 1) {
            wrong.add("it needs one public constructor, or one with @ChangeUnitConstructor");
        }
        executables().forEach(executable -> wrong.addAll(unknownParameters(executable)));
        return wrong.stream()
                .map(what -> new Problem(
                        ErrorCode.CHANGE_FILE_INVALID,
                        "change unit " + type.getName() + " cannot be run: " + what,
                        messages.where(type.getName()),
                        "correct the class and build its jar again; docs/reference/histories-mongodb.md says what a unit"
                                + " may have"))
                .toList();
    }

    /** The unit as a change. Only for one without problems. */
    MongoChange change() {
        List<Step> steps = new ArrayList<>();
        one(BeforeExecution.class)
                .ifPresent(method -> steps.add(new Step(
                        operation(method), one(RollbackBeforeExecution.class).map(this::operation))));
        one(Execution.class)
                .ifPresent(method -> steps.add(
                        new Step(operation(method), one(RollbackExecution.class).map(this::operation))));
        return new MongoChange(
                new MongoChange.ChangeKey(unit().id(), author()),
                type.getName(),
                unit().order(),
                transaction(),
                Optional.empty(),
                steps);
    }

    Object make(MongoDatabase database, @Nullable ClientSession transaction) throws ReflectiveOperationException {
        Constructor<?> constructor = constructors().get(0);
        return constructor.newInstance(arguments(constructor.getParameterTypes(), database, transaction));
    }

    Method method(String name) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .filter(method -> ROLES.stream().anyMatch(method::isAnnotationPresent))
                .findFirst()
                .orElseThrow();
    }

    static @Nullable Object[] arguments(
            Class<?>[] parameters, MongoDatabase database, @Nullable ClientSession transaction) {
        return Arrays.stream(parameters)
                .map(parameter -> parameter == MongoDatabase.class ? database : transaction)
                .toArray();
    }

    /** A unit that asks for the session cannot run without a transaction; another runs as well as the server lets it. */
    private Transaction transaction() {
        boolean takesSession = executables()
                .anyMatch(executable -> List.of(executable.getParameterTypes()).contains(ClientSession.class));
        return takesSession
                ? Transaction.REQUIRED
                : unit().transactional() ? Transaction.IF_SUPPORTED : Transaction.NONE;
    }

    private List<String> unknownParameters(Executable executable) {
        String name = executable instanceof Method method ? "method " + method.getName() : "its constructor";
        return Stream.of(executable.getParameterTypes())
                .filter(parameter ->
                        !INJECTED.contains(parameter) || (parameter == ClientSession.class && !unit().transactional()))
                .map(parameter -> name + " has a parameter of type " + parameter.getName()
                        + (INJECTED.contains(parameter)
                                ? ", which only a transactional unit can get"
                                : ", and Ficus can give MongoDatabase and ClientSession"))
                .toList();
    }

    private Stream<Executable> executables() {
        return Stream.concat(
                constructors().stream().map(Executable.class::cast),
                ROLES.stream().flatMap(role -> annotated(role).stream()));
    }

    private List<Constructor<?>> constructors() {
        List<Constructor<?>> all = List.of(type.getConstructors());
        List<Constructor<?>> marked = all.stream()
                .filter(constructor -> constructor.isAnnotationPresent(ChangeUnitConstructor.class))
                .toList();
        return marked.isEmpty() ? all : marked;
    }

    private Optional<Method> one(Class<? extends Annotation> role) {
        return annotated(role).stream().findFirst();
    }

    private List<Method> annotated(Class<? extends Annotation> role) {
        return Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(role))
                .toList();
    }

    private Operation operation(Method method) {
        return new Operation(
                Operation.UNIT,
                new BsonDocument(Operation.UNIT, new BsonString(type.getName()))
                        .append("method", new BsonString(method.getName())));
    }

    private String author() {
        return unit().author().isBlank() ? DEFAULT_AUTHOR : unit().author();
    }

    private ChangeUnit unit() {
        return type.getAnnotation(ChangeUnit.class);
    }
}
