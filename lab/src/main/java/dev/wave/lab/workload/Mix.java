package dev.wave.lab.workload;

import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What requests are made of: one class, or several in given shares. A request is of each class with its share's probability, whatever came before it.
 *
 * @param classes in the order of their indices
 */
public record Mix(List<RequestClass> classes) {
    private static final double ROUNDING = 1e-6;

    /** Each class has a histogram of its own in every run, and a line in every table. */
    public static final int MOST_CLASSES = 32;

    public Mix {
        classes = List.copyOf(classes);
        double sum = classes.stream().mapToDouble(RequestClass::share).sum();
        if (Math.abs(sum - 1) > ROUNDING) {
            throw new IllegalArgumentException(
                    "the shares of the classes add up to " + Math.round(sum * 1e6) / 1e6 + ", not to 1");
        }
        if (classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException(classes.size() + " classes, more than " + MOST_CLASSES);
        }
        if (new HashSet<>(names(classes)).size() != classes.size()) {
            throw new IllegalArgumentException("two classes have the same name: " + names(classes));
        }
    }

    public static Mix of(RequestClass... classes) {
        return new Mix(List.of(classes));
    }

    /** All alike. */
    public static Mix only(String name, ServiceTime service) {
        return of(new RequestClass(name, 1, service));
    }

    public List<String> names() {
        return names(classes);
    }

    /** The class with the greatest share; the first of several. */
    int mostFrequentClass() {
        int most = 0;
        for (int i = 1; i < classes.size(); i++) {
            if (classes.get(i).share() > classes.get(most).share()) {
                most = i;
            }
        }
        return most;
    }

    public double meanNanos() {
        return classes.stream()
                .mapToDouble(one -> one.share() * one.service().meanNanos())
                .sum();
    }

    /** Mean of the square of the service time, in ns^2. */
    public double meanSquare() {
        return classes.stream()
                .mapToDouble(one -> one.share() * one.service().meanSquare())
                .sum();
    }

    /** Draws the classes of a run's requests. */
    Draw draw(RandomGenerator random) {
        return new Draw(classes, random);
    }

    private static List<String> names(List<RequestClass> classes) {
        return classes.stream().map(RequestClass::name).collect(Collectors.toList());
    }

    /** The classes and service times of one run, one after the other. */
    static final class Draw {
        private final ServiceTime[] services;
        private final double[] upTo;
        private final RandomGenerator random;
        private int classIndex;
        private long servicePicos;

        private Draw(List<RequestClass> classes, RandomGenerator random) {
            this.services = classes.stream().map(RequestClass::service).toArray(ServiceTime[]::new);
            this.upTo = new double[services.length];
            this.random = random;
            double sum = 0;
            for (int i = 0; i < upTo.length; i++) {
                sum += classes.get(i).share();
                upTo[i] = sum;
            }
        }

        void next() {
            double drawn = upTo.length == 1 ? 0 : random.nextDouble();
            int at = 0;
            while (at < upTo.length - 1 && drawn >= upTo[at]) {
                at++;
            }
            classIndex = at;
            servicePicos = services[at].drawPicos(random);
        }

        int classIndex() {
            return classIndex;
        }

        long servicePicos() {
            return servicePicos;
        }
    }
}
