package dev.ficus.cli.command;

import dev.ficus.cli.session.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The order of a help page: what the command does, examples, synopsis, then the rest. Examples are picocli's footer. */
public final class HelpLayout {
    private static final List<String> SECTIONS = List.of(
            UsageMessageSpec.SECTION_KEY_HEADER,
            UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
            UsageMessageSpec.SECTION_KEY_FOOTER,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST);

    private HelpLayout() {}

    /** Lays out the help of a command and of all commands below it. */
    public static void apply(CommandLine root, Terminal terminal, List<String> arguments) {
        boolean colour = terminal.colourAllowed(terminal.outIsTerminal()) && !arguments.contains("--no-color");
        root.setColorScheme(Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF));
        root.setHelpSectionKeys(SECTIONS);
        layOut(root);
    }

    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .footerHeading("%nExamples:%n")
                .synopsisHeading("%nUsage: ")
                .commandListHeading("%nCommands:%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .width(100);
        command.getSubcommands().values().forEach(HelpLayout::layOut);
    }
}
