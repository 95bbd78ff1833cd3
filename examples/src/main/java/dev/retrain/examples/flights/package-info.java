/**
 * The flights example: US airline on-time records of 2001, and the programs a team would put into
 * its own images to train and judge a model on them.
 *
 * <p>Here live the data ({@link dev.retrain.examples.flights.FlightsData}), the model ({@link
 * dev.retrain.examples.flights.FlightsModel}) and four programs that follow the container contract:
 * {@link dev.retrain.examples.flights.FlightsTrain}, {@link
 * dev.retrain.examples.flights.FlightsEvaluate}, {@link dev.retrain.examples.flights.DelayTrain}
 * and {@link dev.retrain.examples.flights.DelayEvaluate}. The programs know nothing of retrain:
 * folders and flags are all they share with it, and it must stay so.
 */
@NullMarked
package dev.retrain.examples.flights;

import org.jspecify.annotations.NullMarked;
