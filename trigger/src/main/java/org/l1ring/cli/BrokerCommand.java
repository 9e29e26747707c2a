package org.l1ring.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.l1ring.kafka.Broker;
import org.l1ring.kafka.BrokerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb broker: a Kafka broker for trials and tests. */
@Command(
        name = "broker",
        description = {
            "Runs a Kafka broker on this machine, for trials of streams between machines.",
            "",
            "It is a real one, of one node, with its data in a folder of its own: topics and what"
                    + " groups have read outlive a stop, a crash and a restart. It listens on"
                    + " localhost, without encryption or passwords, unless --config says otherwise."
                    + " Ctrl-C stops it."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring broker",
            "  l1ring broker --dir /data/broker --port 9192",
            "  l1ring broker --config secure.properties @users",
            "",
            "A line of secure.properties is name=value, any property of a Kafka server; for"
                    + " other machines to come in:",
            "  listeners=PLAINTEXT://0.0.0.0:9092",
            "  advertised.listeners=PLAINTEXT://this-host:9092",
            "@users reads more arguments from a file, which keeps passwords out of the list of"
                    + " processes:",
            "  --add-scram 'SCRAM-SHA-512=[name=worker,password=...]'"
        })
final class BrokerCommand implements Callable<Integer> {

    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "l1ring-broker",
            description =
                    "Folder of the data, made if it is not there (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "9092",
            description =
                    "Port on localhost (default: ${DEFAULT-VALUE}); not used if --config names"
                            + " listeners.")
    private int port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Server properties that are laid over ours.")
    private Path config;

    @Option(
            names = "--add-scram",
            paramLabel = "USER",
            arity = "1",
            description =
                    "A user that a new folder begins with, as"
                            + " SCRAM-SHA-512=[name=NAME,password=PASSWORD]; may be given again.")
    private List<String> scram = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Broker broker = Broker.start(new BrokerOptions(folder, port, config, scram))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, out), "stop"));
            out.println("broker   " + broker.servers() + ", ready");
            if (!common.quiet()) {
                out.println("folder   " + folder.toAbsolutePath().normalize());
                out.println("version  Kafka " + Broker.version());
                out.println("stop     Ctrl-C");
                out.println("try      l1ring feed -o kafka:frames");
                out.println("         l1ring run --source kafka:frames --sink kafka:accepts");
            }
            out.flush();
            broker.await();
        }
        return 0;
    }

    private static void stop(Broker broker, PrintWriter out) {
        broker.close();
        out.println("broker   stopped");
        out.flush();
    }
}
