package dev.wave.verify.bench.polls;

import java.util.List;

/**
 * One kernel to be priced.
 *
 * @param kind what sort of loop it is
 * @param what what it does, for the table
 * @param className the binary name of its class without the package
 */
record PollCase(Kind kind, String what, String className) {
    /** Sorts of loops. */
    enum Kind {
        VECTORISED,
        TIGHT,
        BRANCHY,
        CALLS,
        /** Apart: what they cost is the end of lock coarsening, which any poll in such a loop brings about. */
        MONITORS
    }

    static final List<PollCase> ALL = List.of(
            of(Kind.VECTORISED, "a[i] += i, 8192 ints", "VectorKernels$AddIndex"),
            of(Kind.VECTORISED, "y[i] += 1.5 x[i], 16384 doubles", "VectorKernels$Axpy"),
            of(Kind.VECTORISED, "byte array filled", "VectorKernels$FillBytes"),
            of(Kind.VECTORISED, "int sum of an int array", "VectorKernels$IntSum"),
            of(Kind.VECTORISED, "the same, for-each", "VectorKernels$IntSumForEach"),
            of(Kind.VECTORISED, "long sum of an int array", "VectorKernels$LongSum"),
            of(Kind.VECTORISED, "the same, array in a field", "VectorKernels$LongSumOfField"),
            of(Kind.VECTORISED, "doubles of a field scaled", "VectorKernels$ScaleField"),
            of(Kind.VECTORISED, "sum, counting down", "VectorKernels$CountDown"),
            of(Kind.VECTORISED, "loop over calls of two small methods, inlined", "VectorKernels$SmallCalls"),
            of(Kind.VECTORISED, "128 x 128 ints", "VectorKernels$SquareSum"),
            of(Kind.TIGHT, "31 h + b over bytes", "TightKernels$HashBytes"),
            of(Kind.TIGHT, "dot product (sequential by definition)", "TightKernels$DotProduct"),
            of(Kind.TIGHT, "dependent multiplications, long counter", "TightKernels$GeneratorLongCounter"),
            of(Kind.TIGHT, "the same, int counter", "TightKernels$GeneratorIntCounter"),
            of(Kind.TIGHT, "three operations, long counter", "TightKernels$LongCounter"),
            of(Kind.TIGHT, "pointer chase in an array", "TightKernels$Chase"),
            of(Kind.TIGHT, "linked list", "TightKernels$LinkedNodes"),
            of(Kind.TIGHT, "48 x 48 floats multiplied, column access", "TightKernels$MultiplyMatrices"),
            of(Kind.TIGHT, "inner loop of 4", "TightKernels$InnerLoopOfFour"),
            of(Kind.TIGHT, "charAt over a string", "TightKernels$CharsOfString"),
            of(Kind.BRANCHY, "unpredictable branches", "BranchyKernels$Unpredictable"),
            of(Kind.BRANCHY, "bubble sort of 200", "BranchyKernels$BubbleSort"),
            of(Kind.BRANCHY, "Collatz", "BranchyKernels$Collatz"),
            of(Kind.BRANCHY, "binary search", "BranchyKernels$BinarySearch"),
            of(Kind.BRANCHY, "scan for a byte", "BranchyKernels$FindLineFeeds"),
            of(Kind.BRANCHY, "sieve to 8192", "BranchyKernels$Sieve"),
            of(Kind.BRANCHY, "compare 16-byte keys, decided at the first byte", "BranchyKernels$CompareKeys"),
            of(Kind.CALLS, "StringBuilder, 1000 numbers", "CallKernels$BuildString"),
            of(Kind.CALLS, "fib(18), recursive", "CallKernels$Fibonacci"),
            of(Kind.CALLS, "recursive sum of a binary tree", "CallKernels$TreeSum"),
            of(Kind.CALLS, "list.forEach with a tiny lambda", "CallKernels$ForEachLambda"),
            of(Kind.CALLS, "ArrayList.get", "CallKernels$ListGet"),
            of(Kind.CALLS, "ArrayList iterator", "CallKernels$ListIterator"),
            of(Kind.CALLS, "HashMap.get", "CallKernels$MapGet"),
            of(Kind.CALLS, "interface with three classes", "CallKernels$ThreeShapes"),
            of(Kind.CALLS, "small method of another class, inlined", "CallKernels$OtherClass"),
            of(Kind.MONITORS, "synchronized block in a loop", "MonitorKernels$Block"),
            of(Kind.MONITORS, "synchronized method in a loop", "MonitorKernels$Method"));

    /** The name of its class within the file it stands in; a kernel in C has the same. */
    String name() {
        return className.substring(className.indexOf('$') + 1);
    }

    static PollCase named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static PollCase of(Kind kind, String what, String className) {
        return new PollCase(kind, what, className);
    }
}
