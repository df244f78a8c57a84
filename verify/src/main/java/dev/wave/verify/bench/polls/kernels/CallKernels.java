package dev.wave.verify.bench.polls.kernels;

/** Loops that call, and methods that call themselves. */
public final class CallKernels {
    private CallKernels() {}

    static final class BuildString implements Kernel {
        @Override
        public long run() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                text.append(i);
                text.append(',');
            }
            return text.length();
        }
    }

    static final class Fibonacci implements Kernel {
        private static int fibonacci(int n) {
            return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
        }

        @Override
        public long run() {
            return fibonacci(18);
        }
    }

    static final class TreeSum implements Kernel {
        private final Inputs.Tree root = Inputs.ROOT;

        private static int sum(Inputs.Tree tree) {
            return tree == null ? 0 : tree.value + sum(tree.left) + sum(tree.right);
        }

        @Override
        public long run() {
            return sum(root);
        }
    }

    static final class ForEachLambda implements Kernel {
        @Override
        public long run() {
            long[] sum = {0};
            Inputs.LIST.forEach(x -> sum[0] += x);
            return sum[0];
        }
    }

    static final class ListGet implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (int i = 0; i < Inputs.LIST.size(); i++) {
                sum += Inputs.LIST.get(i);
            }
            return sum;
        }
    }

    static final class ListIterator implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (Integer x : Inputs.LIST) {
                sum += x;
            }
            return sum;
        }
    }

    static final class MapGet implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (int i = 0; i < Inputs.ELEMENTS; i++) {
                sum += Inputs.MAP.get(i);
            }
            return sum;
        }
    }

    static final class ThreeShapes implements Kernel {
        private final Shape[] shapes = shapes();

        private static Shape[] shapes() {
            Shape[] shapes = new Shape[1024];
            for (int i = 0; i < shapes.length; i++) {
                shapes[i] = switch (i % 3) {
                    case 0 -> new Square(i);
                    case 1 -> new Circle(i);
                    default -> new Triangle(i, 2);
                };
            }
            return shapes;
        }

        @Override
        public long run() {
            double sum = 0;
            for (Shape shape : shapes) {
                sum += shape.area();
            }
            return (long) sum;
        }
    }

    /** Calls of a small method of another class: what the instrumenter cannot look into. */
    static final class OtherClass implements Kernel {
        @Override
        public long run() {
            long sum = 0;
            for (int x : Inputs.NUMBERS) {
                sum += Mixing.mix(x);
            }
            return sum;
        }
    }

    static final class Mixing {
        private Mixing() {}

        static int mix(int x) {
            int y = x ^ (x >>> 15);
            return y * 0x2c1b3c6d;
        }
    }

    private interface Shape {
        double area();
    }

    private record Square(double side) implements Shape {
        @Override
        public double area() {
            return side * side;
        }
    }

    private record Circle(double radius) implements Shape {
        @Override
        public double area() {
            return radius * radius * 3.14;
        }
    }

    private record Triangle(double base, double height) implements Shape {
        @Override
        public double area() {
            return base * height / 2;
        }
    }
}
