package dev.wave.threads.preempt;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ConstantDescs;
import java.util.List;

/** Writes one method anew as its plan says. One weaver per method; it is handed the method's elements in order. */
final class MethodWeaver implements CodeTransform {
    private final MethodPlan plan;
    private final MethodShape shape;
    private final boolean constructor;
    private final int superCall;
    private final FuelWriter fuel;
    private final StripWriter strips;

    private ExceptionRanges ranges;
    private Label coverHandler;
    private int at = -1;
    private CountedLoop strip;

    MethodWeaver(MethodPlan plan, boolean constructor) {
        this.plan = plan;
        this.constructor = constructor;
        shape = plan.shape();
        superCall = constructor && plan.cover() == MethodPlan.Cover.MARKED ? superCall() : -1;
        fuel = new FuelWriter(plan);
        strips = new StripWriter(plan, fuel);
    }

    @Override
    public void atStart(CodeBuilder builder) {
        ranges = new ExceptionRanges(shape, builder);
        ranges.writeOriginal();
        int line = shape.firstLine();
        if (line > 0) {
            // What is inserted before the first instruction belongs to its line, so that stack traces of it have one.
            builder.lineNumber(line);
        }
        if (plan.cover() != MethodPlan.Cover.NONE && !constructor) {
            openCover(builder, 0);
        }
        if (plan.entryPolls().contains(0)) {
            FuelWriter.poll(builder);
        }
        fuel.begin(builder);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
        at++;
        switch (element) {
            case ExceptionCatch ignored -> {
                // All written at the start.
            }
            case Instruction instruction -> weave(builder, instruction);
            default -> builder.with(element);
        }
    }

    @Override
    public void atEnd(CodeBuilder builder) {
        if (coverHandler != null) {
            builder.labelBinding(coverHandler);
            closeCover(builder);
            builder.athrow();
        }
    }

    private void weave(CodeBuilder builder, Instruction instruction) {
        if (at > 0 && plan.entryPolls().contains(at)) {
            FuelWriter.poll(builder);
        }
        CountedLoop begun = plan.loops().stripFrom(at);
        strip = begun == null ? strip : begun;
        if (strip == null || at > strip.test() && at < strip.back()) {
            weavePlain(builder, instruction);
        } else if (at == strip.test()) {
            strips.begin(builder, strip);
        } else if (at == strip.back()) {
            strips.end(builder, strip);
            strip = null;
        }
    }

    private void weavePlain(CodeBuilder builder, Instruction instruction) {
        switch (instruction) {
            case BranchInstruction branch -> fuel.branch(builder, branch.opcode(), branch.target(), at);
            case TableSwitchInstruction table when plan.polls() -> weaveSwitch(builder, table);
            case LookupSwitchInstruction lookup when plan.polls() -> weaveSwitch(builder, lookup);
            case MonitorInstruction monitor when plan.defersMonitors() -> weaveMonitor(builder, monitor);
            case ReturnInstruction end when coverHandler != null -> weaveReturn(builder, end);
            default -> builder.with(instruction);
        }
        if (at == superCall) {
            openCover(builder, at + 1);
        }
    }

    private void weaveSwitch(CodeBuilder builder, TableSwitchInstruction table) {
        Label otherwise = fuel.detour(builder, table.defaultTarget(), at);
        builder.tableswitch(table.lowValue(), table.highValue(), otherwise, detour(builder, table.cases()));
        fuel.afterSwitch(builder, at);
    }

    private void weaveSwitch(CodeBuilder builder, LookupSwitchInstruction lookup) {
        Label otherwise = fuel.detour(builder, lookup.defaultTarget(), at);
        builder.lookupswitch(otherwise, detour(builder, lookup.cases()));
        fuel.afterSwitch(builder, at);
    }

    private List<SwitchCase> detour(CodeBuilder builder, List<SwitchCase> cases) {
        return cases.stream()
                .map(one -> SwitchCase.of(one.caseValue(), fuel.detour(builder, one.target(), at)))
                .toList();
    }

    private void weaveMonitor(CodeBuilder builder, MonitorInstruction monitor) {
        builder.with(monitor);
        builder.labelBinding(ranges.hole(at).from());
        call(builder, monitor.opcode() == Opcode.MONITORENTER ? "enterDeferred" : "exitDeferred");
        builder.labelBinding(ranges.hole(at).to());
    }

    private void openCover(CodeBuilder builder, int from) {
        call(builder, "enterDeferred");
        coverHandler = builder.newLabel();
        ranges.writeAround(builder.newBoundLabel(), from, coverHandler);
    }

    private void weaveReturn(CodeBuilder builder, ReturnInstruction end) {
        builder.labelBinding(ranges.hole(at).from());
        closeCover(builder);
        builder.with(end);
        builder.labelBinding(ranges.hole(at).to());
    }

    private void closeCover(CodeBuilder builder) {
        call(builder, plan.cover() == MethodPlan.Cover.SYNCHRONIZED ? "leaveSynchronized" : "exitDeferred");
    }

    /** The place of a constructor's super(...) or this(...): the first constructor call without a new before it. */
    private int superCall() {
        int fresh = 0;
        for (int i = 0; i < shape.elements().size(); i++) {
            switch (shape.element(i)) {
                case NewObjectInstruction ignored -> fresh++;
                case InvokeInstruction call
                when call.name().equalsString(ConstantDescs.INIT_NAME) -> {
                    if (fresh-- == 0) {
                        return i;
                    }
                }
                default -> {
                    // Only objects being made matter here.
                }
            }
        }
        return -1;
    }

    private static void call(CodeBuilder builder, String name) {
        builder.invokestatic(FuelWriter.PREEMPTION, name, FuelWriter.NOTHING);
    }
}
