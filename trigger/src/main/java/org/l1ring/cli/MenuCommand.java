package org.l1ring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb menu: trigger menus, by verbs of its own. */
@Command(
        name = "menu",
        description = "Reads trigger menus and computes their algorithms.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {MenuCheckCommand.class, MenuRatesCommand.class})
final class MenuCommand implements Callable<Integer> {

    @Mixin private CommonOptions unusedCommon;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "no verb: expected one of " + Failures.verbs(spec));
    }
}
