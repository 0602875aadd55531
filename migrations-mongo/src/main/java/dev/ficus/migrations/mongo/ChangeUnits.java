package dev.ficus.migrations.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.ficus.core.error.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled change units of a class path, beside the files of a history.
 *
 * @param types by class name
 * @param changes one for each unit, in no order
 * @param problems what is wrong with units
 */
record ChangeUnits(Map<String, UnitType> types, List<MongoChange> changes, List<Problem> problems) {
    static final ChangeUnits NONE = new ChangeUnits(Map.of(), List.of(), List.of());

    ChangeUnits {
        types = Map.copyOf(types);
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** Reads the units; what is wrong with one does not hide the others. */
    static ChangeUnits of(UnitJars jars, HistoryMessages messages) {
        Map<String, UnitType> types = new HashMap<>();
        List<MongoChange> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(jars.problems());
        for (Class<?> type : jars.units()) {
            UnitType unit = new UnitType(type);
            List<Problem> wrong = unit.problems(messages);
            problems.addAll(wrong);
            if (wrong.isEmpty()) {
                types.put(type.getName(), unit);
                changes.add(unit.change());
            }
        }
        return new ChangeUnits(types, changes, problems);
    }

    Instances instances(MongoDatabase database) {
        return new Instances(this, database);
    }

    /** The objects of one run of one change. Each unit is made once, when it is first called. */
    static final class Instances {
        private final ChangeUnits units;
        private final MongoDatabase database;
        private final Map<String, Object> made = new HashMap<>();

        private Instances(ChangeUnits units, MongoDatabase database) {
            this.units = units;
            this.database = database;
        }

        /** Calls the method of an operation; throws {@link UnitFailure} with what it threw. */
        void call(Operation operation, @Nullable ClientSession transaction) {
            String name = operation.command().getString(Operation.UNIT).getValue();
            UnitType unit = units.types().get(name);
            if (unit == null) {
                throw new IllegalStateException("no unit " + name);
            }
            Method method = unit.method(operation.command().getString("method").getValue());
            try {
                Object instance = made.get(name);
                if (instance == null) {
                    instance = unit.make(database, transaction);
                    made.put(name, instance);
                }
                method.invoke(instance, UnitType.arguments(method.getParameterTypes(), database, transaction));
            } catch (InvocationTargetException e) {
                throw new UnitFailure(e.getCause() == null ? e : e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new UnitFailure(e);
            }
        }
    }
}
