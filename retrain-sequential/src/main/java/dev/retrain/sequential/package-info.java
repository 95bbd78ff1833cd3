/**
 * Sequential tests for controlled experiments: two versions serve traffic at the same time, their
 * counts are looked at as often as one likes, and the error probabilities hold at all looks
 * together. No fixed sample size and no correction for repeated looks are required.
 *
 * <p>An experiment chooses one test per rule, starts a state, and hands in cumulative counts at
 * every look. {@link dev.retrain.sequential.TestOutcome} tells whether the canary is shown to be
 * harmful, shown to be harmless, or neither yet:
 *
 * <pre>{@code
 * // At most 5 % of healthy canaries are reported as harmful, however often this loop runs.
 * ProportionDifference errors =
 *     new ProportionDifference(
 *         Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0.01), 0.05);
 * SplittableRandom random = new SplittableRandom(1);
 * ProportionDifference.State state = errors.start();
 * long canary = 0;
 * long champion = 0;
 * int look = 0;
 * while (errors.read(state).outcome() != TestOutcome.HARMFUL) {
 *   look++;
 *   for (int request = 0; request < 1_000; request++) {
 *     canary += random.nextDouble() < 0.03 ? 1 : 0;
 *     champion += random.nextDouble() < 0.01 ? 1 : 0;
 *   }
 *   EventCount canaryErrors = new EventCount(canary, 1_000L * look);
 *   EventCount championErrors = new EventCount(champion, 1_000L * look);
 *   state = errors.observe(state, new Arms<>(canaryErrors, championErrors));
 * }
 * TestReading reading = errors.read(state);
 * System.out.printf(
 *     "Harmful after %d looks: the error rate is %.3f higher (95 %%: %.3f to %.3f).%n",
 *     look, reading.estimate(), reading.interval().lower(), reading.interval().upper());
 * }</pre>
 *
 * <table>
 * <caption>Which test for which value</caption>
 * <tr><th>value</th><th>test</th><th>counts</th></tr>
 * <tr><td>error rate, accuracy, conversion; against the champion</td>
 *     <td>{@link dev.retrain.sequential.ProportionDifference}</td>
 *     <td>{@link dev.retrain.sequential.EventCount}</td></tr>
 * <tr><td>the same, against a fixed limit or earlier counts</td>
 *     <td>{@link dev.retrain.sequential.ProportionLimit}</td>
 *     <td>{@link dev.retrain.sequential.EventCount}</td></tr>
 * <tr><td>revenue, rating, score per request</td>
 *     <td>{@link dev.retrain.sequential.MeanDifference}</td>
 *     <td>{@link dev.retrain.sequential.SampleMoments}</td></tr>
 * <tr><td>latency quantile, against a limit</td>
 *     <td>{@link dev.retrain.sequential.QuantileLimit}</td>
 *     <td>{@link dev.retrain.sequential.LatencyCounts}</td></tr>
 * <tr><td>latency quantile, against the champion's</td>
 *     <td>{@link dev.retrain.sequential.QuantileRatio}</td>
 *     <td>{@link dev.retrain.sequential.LatencyCounts}</td></tr>
 * </table>
 *
 * <p>Several rules share one alpha through {@link dev.retrain.sequential.TestFamily}. {@link
 * dev.retrain.sequential.Sensitivity} computes beforehand which effects the expected traffic can
 * detect and how long that takes. A state is a record of numbers, which may be stored between looks
 * and read by a later process.
 *
 * <p>Lives here: sequential tests, families of tests, planning. Must not live here: clocks, stores,
 * metric sources, deployers, or any decision about traffic. Everything is immutable, thread-safe
 * and depends on nothing but its arguments.
 */
@NullMarked
package dev.retrain.sequential;

import org.jspecify.annotations.NullMarked;
