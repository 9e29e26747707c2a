package org.l1ring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb econ: the data path of a calorimeter module's ECON-T chip, by verbs of its own. */
@Command(
        name = "econ",
        description = "The data path of a calorimeter module's ECON-T chip.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {
            EconRunCommand.class,
            EconDecodeCommand.class,
            EconFirmwareCommand.class,
            EconCompareCommand.class
        })
final class EconCommand implements Callable<Integer> {

    @Mixin private CommonOptions unusedCommon;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "no verb: expected one of " + Failures.verbs(spec));
    }
}
