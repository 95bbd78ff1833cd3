package dev.retrain.kfp;

import static dev.retrain.spi.backend.Support.absent;
import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.EnumMap;
import java.util.Map;

/** What every server of KFP definitions has, as it is translated here; a service adds the rest. */
public final class KfpCapabilities {

  private static final String TRIALS =
      "one container task per trial, a standard step keeps the best";

  private KfpCapabilities() {}

  /** Returns a map to be completed and changed. */
  public static Map<Capability, Support> map() {
    Map<Capability, Support> map = new EnumMap<>(Capability.class);
    Support container = natively("container task");
    map.put(Capability.PROCESS, container);
    map.put(Capability.TRAIN, container);
    map.put(Capability.EVALUATE, container);
    map.put(Capability.TUNE_OWN_IMAGE, container);
    map.put(Capability.STANDARD_STEPS, natively("container task of stepsImage"));
    map.put(Capability.TUNE_GRID, emulated(TRIALS));
    map.put(Capability.TUNE_RANDOM, emulated(TRIALS + "; drawn beforehand from the seed"));
    map.put(
        Capability.TUNE_BAYESIAN,
        absent(
            "all trials are decided beforehand, none is guided by earlier ones",
            "Search at random or on a grid, or use an image that searches by itself"));
    map.put(
        Capability.TUNE_EARLY_STOPPING,
        absent(
            "all trials of a search run, nothing ends it early",
            "Remove earlyStopping, or use an image that searches by itself"));
    map.put(
        Capability.GATE,
        emulated(
            "standard step gate, and a graph with the standard step register under a condition"));
    map.put(Capability.SERVING, emulated("kept with the version by the standard step register"));
    map.put(Capability.CHAMPION, natively("importer; an empty folder while there is none"));
    map.put(Capability.PARAMETERS, natively("typed parameters of the run"));
    map.put(Capability.HYPERPARAMETERS, emulated("a wrapper writes the file: the image needs sh"));
    map.put(Capability.RETRY, natively("retryPolicy, for failures of the container"));
    map.put(
        Capability.CACHE,
        emulated(
            "the service's cache, with data_version in its key; the age of a result is not kept"));
    map.put(Capability.ENVIRONMENT, natively("env of the container"));
    map.put(
        Capability.MULTI_NODE,
        absent("a container task runs on one machine", "Request one node, or a larger machine"));
    map.put(
        Capability.STEP_IDENTITY,
        absent("all steps of a run share one identity", "Set the identity of the pipeline"));
    return map;
  }
}
