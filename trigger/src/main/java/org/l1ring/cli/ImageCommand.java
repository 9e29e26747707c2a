package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.l1ring.frame.PendingFile;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb image: the parameters of a model as a chip takes them. */
@Command(
        name = "image",
        description = {
            "Writes the weights of a model as a parameter image: the bits of a chip's weight"
                    + " registers, with the layout that they are for and a CRC.",
            "",
            "Of an encoder of ECON-T's layout the payload is its 12 registers of 1,072 bits: from"
                    + " the lowest bit the convolution's weights and biases, then the dense"
                    + " layer's, 6 bits each."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring image ECON_AE/3_eLinks/model.json -o encoder.l1pi",
            "  l1ring image model.json --check encoder.l1pi"
        })
final class ImageCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @picocli.CommandLine.Parameters(paramLabel = "MODEL", description = "Model file.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Image to write.")
    private Path output;

    @Option(
            names = "--check",
            paramLabel = "IMAGE",
            description = "Read an image for the model instead; exit code 1 if weights differ.")
    private Path check;

    @Override
    public Integer call() throws IOException {
        if ((output == null) == (check == null)) {
            throw new IllegalArgumentException(
                    "expected a file to write, -o FILE, or one to read, --check IMAGE, got %s"
                            .formatted(output == null ? "neither" : "both"));
        }
        Model model = ModelReader.read(file);
        return output == null ? differences(model) : write(model);
    }

    private int write(Model model) {
        ParameterImage image = ParameterImage.of(model);
        if (image.payload().length == 0) {
            throw new IllegalArgumentException(
                    model.name() + ": expected a model with weights, got none to write");
        }
        try (PendingFile pending = new PendingFile(output)) {
            pending.write(ByteBuffer.wrap(image.file()));
            pending.commit();
        }
        print(
                "image        %s: %,d parameters, %,d bytes, layout %08x, CRC %08x"
                        .formatted(
                                output,
                                Parameters.count(model),
                                image.payload().length,
                                image.layout(),
                                image.crc()));
        return 0;
    }

    private int differences(Model model) throws IOException {
        long[] raw = ParameterImage.read(check).raw(model, check.toString());
        long[] own = Parameters.raw(model);
        int different = 0;
        for (int i = 0; i < raw.length; i++) {
            different += raw[i] == own[i] ? 0 : 1;
        }
        print(
                "image        %s: %,d of %,d parameters differ from those of %s"
                        .formatted(check, different, raw.length, model.name()));
        return different == 0 ? 0 : Failures.DIFFERENCES;
    }

    private void print(String line) {
        if (!common.quiet()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
        }
    }
}
