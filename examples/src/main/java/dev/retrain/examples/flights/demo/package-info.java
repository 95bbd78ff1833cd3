/**
 * The main job on real data: the weeks of 2001 walk past on a simulated calendar, a model is
 * watched, retrained, judged and rolled out, and every decision is written down. {@link
 * dev.retrain.examples.flights.demo.FlightsDemo} is the main class; {@link
 * dev.retrain.examples.flights.demo.FlightsRetraining} is what a user would write.
 */
@NullMarked
package dev.retrain.examples.flights.demo;

import org.jspecify.annotations.NullMarked;
