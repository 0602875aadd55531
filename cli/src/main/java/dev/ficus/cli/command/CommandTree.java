package dev.ficus.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Which command stands below which. Where the command line begins with the name of a command, the others are left out: the
 * annotations of all of them take picocli a quarter of a second of processor time, the most of what a short command does.
 */
final class CommandTree {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            SandboxCommand.class,
            MigrateCommand.class,
            SchemaCommand.class,
            BackfillCommand.class,
            SyncCommand.class,
            VerifyCommand.class,
            CutoverCommand.class);

    private static final Map<Class<?>, List<Class<?>>> GROUPS = Map.of(
            MigrateCommand.class,
            List.of(
                    MigrateStatusCommand.class,
                    MigratePlanCommand.class,
                    MigrateUpCommand.class,
                    MigrateDownCommand.class,
                    MigrateHistoryCommand.class,
                    MigrateNewCommand.class,
                    MigrateLintCommand.class,
                    MigrateDriftCommand.class,
                    MigrateValidateCommand.class,
                    MigrateRepairCommand.class,
                    MigrateTagCommand.class,
                    MigrateBaselineCommand.class,
                    MigrateUnlockCommand.class),
            SchemaCommand.class,
            List.of(SchemaConvertCommand.class),
            CutoverCommand.class,
            List.of(
                    CutoverPlanCommand.class,
                    CutoverRunCommand.class,
                    CutoverRollbackCommand.class,
                    CutoverFinishCommand.class,
                    CutoverStatusCommand.class));

    private CommandTree() {}

    /** The root with the commands below it that {@code arguments} can be about; with all where they name none. */
    static CommandLine of(FicusCommand root, List<String> arguments) {
        CommandLine ficus = new CommandLine(root);
        grow(ficus, COMMANDS, arguments);
        return ficus;
    }

    private static void grow(CommandLine parent, List<Class<?>> commands, List<String> arguments) {
        List<Class<?>> meant = arguments.isEmpty()
                ? List.of()
                : commands.stream()
                        .filter(command -> name(command).equals(arguments.get(0)))
                        .toList();
        for (Class<?> command : meant.isEmpty() ? commands : meant) {
            CommandLine child = new CommandLine(command);
            parent.addSubcommand(child);
            grow(
                    child,
                    GROUPS.getOrDefault(command, List.of()),
                    meant.isEmpty() ? List.of() : arguments.subList(1, arguments.size()));
        }
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
