package dev.wave.lab.workload;

/**
 * Requests of one kind.
 *
 * @param name by which results are told apart: "GET"
 * @param share how many of all requests are of it, of 1
 */
public record RequestClass(String name, double share, ServiceTime service) {
    public RequestClass {
        if (name.isBlank() || name.contains(",")) {
            throw new IllegalArgumentException("'" + name + "' is no name of a class of requests");
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " of " + name + ": give one above 0, up to 1");
        }
    }
}
