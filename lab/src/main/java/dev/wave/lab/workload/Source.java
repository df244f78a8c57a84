package dev.wave.lab.workload;

/**
 * The requests of one run, one after the other, without allocating. The driver waits until {@link #arrivalPicos}, takes the request, and tells of every answer:
 * somebody who thinks and asks again may come before whoever was next so far, so the time is to be read anew then.
 *
 * <pre>{@code
 *   while (source.arrivalPicos() <= now) {
 *       source.take();
 *       serve(source.servicePicos(), source.classIndex());
 *   }
 * }</pre>
 */
public interface Source {
    /** No request comes, as things stand. */
    long NEVER = Long.MAX_VALUE;

    /** When the next request arrives, in picoseconds since the start of the run; {@link #NEVER} if none does before an answer, or none at all. */
    long arrivalPicos();

    /** Takes the next request: what {@link #servicePicos} and {@link #classIndex} say is about it from now on, {@link #arrivalPicos} about the one after it. */
    void take();

    /** How long the taken request keeps a core. */
    long servicePicos();

    /** The taken request's class: an index into {@link Workload#classNames}. */
    int classIndex();

    /** One request was answered; in a closed loop, whoever sent it starts to think. */
    void answered(long nowPicos);
}
