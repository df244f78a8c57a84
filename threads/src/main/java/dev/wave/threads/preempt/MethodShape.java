package dev.wave.threads.preempt;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the instrumenter knows of one method's code before it changes it. Places in the code are indices into the list
 * of its elements (instructions, labels, line numbers).
 *
 * <p>A loop is found by its back edges: jumps to a place at or before themselves. Every cycle of jumps has one.
 */
final class MethodShape {
    private final int size;
    private final List<CodeElement> elements;
    private final Map<Label, Integer> positions = new HashMap<>();
    private final List<ExceptionCatch> catches = new ArrayList<>();
    private final Map<Label, Integer> loopEnds = new LinkedHashMap<>();
    private boolean outdated;

    MethodShape(CodeModel code) {
        size = ((CodeAttribute) code).codeLength();
        elements = code.elementList();
        for (int at = 0; at < elements.size(); at++) {
            note(elements.get(at), at);
        }
    }

    private void note(CodeElement element, int at) {
        switch (element) {
            case LabelTarget target -> positions.put(target.label(), at);
            case ExceptionCatch entry -> catches.add(entry);
            case DiscontinuedInstruction ignored -> outdated = true;
            default -> {
                for (Label target : targets(element)) {
                    if (isBackEdge(target)) {
                        loopEnds.merge(target, at, Math::max);
                    }
                }
            }
        }
    }

    /** Whether a jump from the place just noted goes backwards; labels are noted in order, so known means before. */
    private boolean isBackEdge(Label target) {
        return positions.containsKey(target);
    }

    /** The length of the code in bytes. */
    int size() {
        return size;
    }

    List<CodeElement> elements() {
        return elements;
    }

    CodeElement element(int at) {
        return elements.get(at);
    }

    List<ExceptionCatch> catches() {
        return catches;
    }

    /** Whether it has subroutines (JSR, RET), which are left alone. */
    boolean outdated() {
        return outdated;
    }

    /** The heads of all loops, each with its last back edge. */
    Map<Label, Integer> loopEnds() {
        return loopEnds;
    }

    int position(Label label) {
        return positions.get(label);
    }

    boolean isBackEdge(int from, Label target) {
        return positions.get(target) <= from;
    }

    /** The source line of a place, or 0 if unknown. */
    int line(int at) {
        for (int i = at; i >= 0; i--) {
            if (elements.get(i) instanceof LineNumber number) {
                return number.line();
            }
        }
        return 0;
    }

    /** The first source line of the method, or 0 if unknown. */
    int firstLine() {
        for (CodeElement element : elements) {
            if (element instanceof LineNumber number) {
                return number.line();
            }
        }
        return 0;
    }

    /** Whether there is an instruction at or after one place and before another. */
    boolean hasInstruction(int from, int to) {
        return elements.subList(from, Math.max(from, to)).stream().anyMatch(Instruction.class::isInstance);
    }

    /** Where an element may jump to. */
    static List<Label> targets(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction lookup -> targets(lookup.cases(), lookup.defaultTarget());
            default -> List.of();
        };
    }

    private static List<Label> targets(List<SwitchCase> cases, Label otherwise) {
        List<Label> all = new ArrayList<>(cases.size() + 1);
        cases.forEach(one -> all.add(one.target()));
        all.add(otherwise);
        return all;
    }
}
