package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;

/**
 * A circuit cut into stages with registers between them: a new row of inputs enters in every clock
 * cycle and its outputs leave a fixed number of cycles later.
 *
 * <p>Each step goes to the earliest stage in which its operands are there and its logic ends within
 * the clock period. Constants and shifts cost nothing: they are written wherever they are read, and
 * only what they shift is registered.
 */
public final class Pipeline implements Clocked {
    private final Circuit circuit;
    private final CrossingWindow window;
    private final PipelineOptions options;
    private final DelayModel delays;
    private final List<SharedBlock> blocks;
    private final SharedBlock[] blockOf;
    private final IdentityHashMap<SharedBlock, Integer> blockStages = new IdentityHashMap<>();
    private final int[] stage;
    private final int[] finish;
    private final int[] lastStage;
    private final int stages;
    private final int[] cycles;

    private Pipeline(
            Circuit circuit,
            CrossingWindow window,
            PipelineOptions options,
            DelayModel delays,
            List<SharedBlock> blocks) {
        this.circuit = circuit;
        this.window = window;
        this.blocks = List.copyOf(blocks);
        this.blockOf = new SharedBlock[circuit.steps().size()];
        blocks.forEach(block -> block.sums().forEach(id -> blockOf[id] = block));
        this.options = options;
        this.delays = delays;
        int steps = circuit.steps().size();
        this.stage = new int[steps];
        this.finish = new int[steps];
        this.lastStage = new int[steps];
        int last = 0;
        for (int id = 0; id < steps; id++) {
            place(id);
            last = Math.max(last, stage[id]);
        }
        this.stages = last + 1;
        this.cycles = new int[stages];
        Arrays.fill(cycles, 1);
        for (SharedBlock block : blocks) {
            int at = stage[block.sums().getFirst()];
            cycles[at] = Math.max(cycles[at], block.cycles());
        }
        findLastStages();
    }

    /**
     * The stages of a circuit.
     *
     * @param circuit any circuit; sums of more than two terms become trees within one stage, so
     *     expand them first
     * @param options clock and ends of the pipeline
     * @param delays of the logic
     */
    public static Pipeline of(Circuit circuit, PipelineOptions options, DelayModel delays) {
        return of(circuit, options, delays, List.of());
    }

    /**
     * The stages of a circuit, some sums of which take turns on shared logic.
     *
     * @param circuit with the shared sums as they are, the others expanded
     * @param options with an initiation interval beyond 1
     * @param delays of the logic
     * @param blocks that are shared
     */
    static Pipeline of(
            Circuit circuit, PipelineOptions options, DelayModel delays, List<SharedBlock> blocks) {
        return new Pipeline(circuit, CrossingWindow.one(circuit), options, delays, blocks);
    }

    /**
     * The same behind delay lines, which make its columns of a stream of crossings.
     *
     * @param of which word of which crossing each column is
     * @throws IllegalArgumentException if it is no window of this circuit
     */
    public Pipeline streamed(CrossingWindow of) {
        List<Circuit.Port> inputs = circuit.inputs();
        boolean fits = of.columns().size() == inputs.size();
        for (int i = 0; fits && i < inputs.size(); i++) {
            Circuit.Port word = of.words().get(of.columns().get(i).word());
            fits = word.interval().equals(inputs.get(i).interval());
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    circuit.name() + ": window: expected one of this circuit, got another one");
        }
        return new Pipeline(circuit, of, options, delays, blocks);
    }

    private void place(int id) {
        if (blockOf[id] != null) {
            placeShared(id, blockOf[id]);
            return;
        }
        int first = 0;
        int start = 0;
        for (int operand : Op.operands(circuit.op(id))) {
            if (stage[operand] > first) {
                first = stage[operand];
                start = finish[operand];
            } else if (stage[operand] == first) {
                start = Math.max(start, finish[operand]);
            }
        }
        int picos = stepPicos(id);
        boolean fits = start + picos <= budgetPicos() || start == 0;
        stage[id] = fits ? first : first + 1;
        finish[id] = fits ? start + picos : picos;
    }

    /** A block begins when all its operands are registered; nothing follows it in its stage. */
    private void placeShared(int id, SharedBlock block) {
        Integer known = blockStages.get(block);
        if (known == null) {
            int first = 0;
            for (int sum : block.sums()) {
                for (int operand : Op.operands(circuit.op(sum))) {
                    first = Math.max(first, firstRead(operand));
                }
            }
            known = first;
            blockStages.put(block, first);
        }
        stage[id] = known;
        finish[id] = Integer.MAX_VALUE / 2;
    }

    /** Where a value may first be read from registers or ports. */
    private int firstRead(int id) {
        return switch (circuit.op(id)) {
            case Op.Input _, Op.Constant _ -> 0;
            case Op.Linear(Terms terms, _) when wire(id) -> firstRead(terms.step(0));
            default -> stage[id] + 1;
        };
    }

    /** Whether a step is only another name for bits of an earlier one, or constant. */
    public boolean wire(int id) {
        if (blockOf[id] != null) {
            return false;
        }
        return switch (circuit.op(id)) {
            case Op.Constant _ -> true;
            case Op.Linear(Terms terms, long bias) ->
                    bias == 0
                            && terms.size() == 1
                            && terms.coefficient(0) > 0
                            && Long.bitCount(terms.coefficient(0)) == 1;
            default -> false;
        };
    }

    /** Whether the products of a step are made in DSP blocks. */
    public boolean inDsp(int id) {
        return switch (circuit.op(id)) {
            case Op.Multiply(int left, int right) ->
                    Math.min(
                                    StepText.wire(circuit, left).width(),
                                    StepText.wire(circuit, right).width())
                            >= options.dspBits();
            case Op.Linear(Terms terms, _) ->
                    terms.size() == 1 && SignedDigits.count(terms.coefficient(0)) > 2;
            default -> false;
        };
    }

    /** Picoseconds of logic that fit between two registers. */
    public int budgetPicos() {
        return options.periodPicos() - delays.registerPicos();
    }

    private void findLastStages() {
        Arrays.fill(lastStage, -1);
        for (int id = stage.length - 1; id >= 0; id--) {
            if (!wire(id)) {
                for (int operand : Op.operands(circuit.op(id))) {
                    use(operand, stage[id]);
                }
            }
        }
        for (Circuit.Output output : circuit.outputs()) {
            use(output.step(), options.outputRegisters() ? stages : stages - 1);
        }
    }

    private void use(int id, int inStage) {
        lastStage[id] = Math.max(lastStage[id], inStage);
        if (wire(id)) {
            for (int operand : Op.operands(circuit.op(id))) {
                use(operand, inStage);
            }
        }
    }

    @Override
    public Circuit circuit() {
        return circuit;
    }

    @Override
    public CrossingWindow window() {
        return window;
    }

    /** What it is made for. */
    public PipelineOptions options() {
        return options;
    }

    /** Number of stages, at least 1. */
    public int stages() {
        return stages;
    }

    @Override
    public int latencyCycles() {
        return startCycle(stages) - (options.outputRegisters() ? 0 : 1);
    }

    /** Clock edges from a row of inputs to its values at the beginning of a stage. */
    int startCycle(int index) {
        int start = options.inputRegisters() ? 1 : 0;
        for (int before = 0; before < index; before++) {
            start += cycles[before];
        }
        return start;
    }

    /** Clock cycles that a stage takes: one, or more where sums take turns. */
    public int cycles(int index) {
        return cycles[index];
    }

    @Override
    public int initiationInterval() {
        return options.initiationInterval();
    }

    @Override
    public SortedMap<String, String> files(String digest) {
        return PipelineEmitter.files(this, digest);
    }

    /** Blocks of sums that take turns in a stage. */
    public List<SharedBlock> blocks(int index) {
        return blocks.stream().filter(block -> stage[block.sums().getFirst()] == index).toList();
    }

    /** The block that computes a step, or null. */
    SharedBlock blockOf(int id) {
        return blockOf[id];
    }

    /** Whether a stage ends in registers: all but, on request, the last. */
    public boolean registered(int index) {
        return index < stages - 1 || options.outputRegisters();
    }

    /** The stage, from 0, that computes a step. */
    public int stageOf(int id) {
        return stage[id];
    }

    /** Time that a step's own logic takes by the delay model, in picoseconds. */
    public int stepPicos(int id) {
        return wire(id) || blockOf[id] != null ? 0 : delays.picos(circuit, id, inDsp(id));
    }

    /**
     * Longest path of a stage between two registers by the delay model, in picoseconds, registers
     * not included; that within its shared blocks, too.
     */
    public int picos(int index) {
        int longest = 0;
        for (int id = 0; id < stage.length; id++) {
            if (stage[id] == index && blockOf[id] == null) {
                longest = Math.max(longest, finish[id]);
            }
        }
        for (SharedBlock block : blocks(index)) {
            for (int inner = 0; inner < block.logic().stages(); inner++) {
                longest = Math.max(longest, block.logic().picos(inner));
            }
        }
        return longest;
    }

    /**
     * Steps whose values enter a stage: made before it (inputs: before all), read in or after it.
     */
    public List<Integer> entering(int index) {
        List<Integer> values = new ArrayList<>();
        for (int id = 0; id < stage.length; id++) {
            boolean before = stage[id] < index || circuit.op(id) instanceof Op.Input;
            if (before && !wire(id) && lastStage[id] >= index) {
                values.add(id);
            }
        }
        return values;
    }

    /** Steps whose values leave a stage. */
    public List<Integer> leaving(int index) {
        List<Integer> values = new ArrayList<>();
        for (int id = 0; id < stage.length; id++) {
            if (stage[id] <= index && !wire(id) && leaves(id, index)) {
                values.add(id);
            }
        }
        return values;
    }

    private boolean leaves(int id, int index) {
        // The last stage, unregistered, hands on what the outputs read in it.
        return lastStage[id] > index || (index == stages - 1 && read(id));
    }

    private boolean read(int id) {
        for (Circuit.Output output : circuit.outputs()) {
            int at = output.step();
            while (wire(at) && Op.operands(circuit.op(at)).length > 0) {
                at = Op.operands(circuit.op(at))[0];
            }
            if (at == id) {
                return true;
            }
        }
        return false;
    }

    /** Steps that are written in a stage, in order: those it computes and the wires they read. */
    List<Integer> written(int index) {
        BitSet needed = new BitSet();
        for (int id = stage.length - 1; id >= 0; id--) {
            boolean computed =
                    stage[id] == index
                            && !wire(id)
                            && blockOf[id] == null
                            && !(circuit.op(id) instanceof Op.Input);
            boolean written = computed || (needed.get(id) && wire(id));
            if (written || (stage[id] == index && blockOf[id] != null)) {
                for (int operand : Op.operands(circuit.op(id))) {
                    if (wire(operand)) {
                        needed.set(operand);
                    }
                }
            }
            needed.set(id, written);
        }
        return needed.stream().boxed().toList();
    }

    /** Clock cycles that a value waits in registers before it leaves a stage. */
    int waitingCycles(int id, int index) {
        boolean sharedHere = blockOf[id] != null && stage[id] == index;
        return cycles[index] - (sharedHere ? blockOf[id].cycles() : 0);
    }

    /**
     * Bits of the registers at the end of a stage: one for every cycle that a value waits there;
     * those within shared blocks are not included.
     */
    public long registerBits(int index) {
        long bits = 0;
        if (registered(index)) {
            for (int id : leaving(index)) {
                bits += (long) waitingCycles(id, index) * StepText.wire(circuit, id).width();
            }
        }
        return bits;
    }

    /** Bits of the registers that keep words of earlier crossings, of those bits that are read. */
    public long delayBits() {
        return new DelayLine(this).registerBits();
    }

    /** Bits of all registers: data only, without valid bits and shared blocks. */
    public long registerBits() {
        long bits = delayBits();
        for (int index = 0; index < stages; index++) {
            bits += registerBits(index);
        }
        if (options.inputRegisters()) {
            for (int id : entering(0)) {
                bits += StepText.wire(circuit, id).width();
            }
        }
        return bits;
    }
}
