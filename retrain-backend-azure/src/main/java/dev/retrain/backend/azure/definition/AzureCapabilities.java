package dev.retrain.backend.azure.definition;

import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.EnumMap;
import java.util.Map;

/** What Azure Machine Learning can do, as it is translated here. */
final class AzureCapabilities {

  private static final String SWEEP =
      "sweep; the trial must log the objective to MLflow, the service reads no metrics.json";

  static final Capabilities ALL = Capabilities.ofTranslator(declared());

  private AzureCapabilities() {}

  private static Map<Capability, Support> declared() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    steps(all);
    wiring(all);
    execution(all);
    return all;
  }

  private static void steps(Map<Capability, Support> all) {
    Support component = natively("command component");
    all.put(Capability.PROCESS, component);
    all.put(Capability.TRAIN, component);
    all.put(Capability.EVALUATE, component);
    all.put(Capability.TUNE_OWN_IMAGE, component);
    all.put(Capability.STANDARD_STEPS, natively("command component with stepsImage"));
    all.put(Capability.TUNE_GRID, emulated(SWEEP + "; ranges are cut into values beforehand"));
    all.put(Capability.TUNE_RANDOM, emulated(SWEEP + "; the seed is not kept"));
    all.put(Capability.TUNE_BAYESIAN, emulated(SWEEP));
    all.put(
        Capability.TUNE_EARLY_STOPPING,
        emulated("all trials run: the service ends single trials early, never a search"));
    all.put(
        Capability.GATE,
        emulated("standard step gate, which also registers; conditional nodes are a preview"));
    all.put(Capability.SERVING, emulated("kept with the version by the standard step gate"));
  }

  private static void wiring(Map<Capability, Support> all) {
    all.put(
        Capability.CHAMPION,
        natively("input of the job; a folder with one empty file while there is none"));
    all.put(Capability.PARAMETERS, natively("literal inputs of the job"));
    all.put(
        Capability.HYPERPARAMETERS,
        emulated("the component's command writes the file, so the image needs sh"));
  }

  private static void execution(Map<Capability, Support> all) {
    all.put(
        Capability.RETRY,
        emulated("the component's command starts the program again in the same container"));
    all.put(Capability.TIMEOUT, natively("limits.timeout of the node"));
    all.put(
        Capability.CACHE,
        emulated(
            "every step runs again: the service reuses results of any age for equal addresses,"
                + " so reuse is switched off"));
    all.put(
        Capability.CPU_MEMORY,
        natively("the first machine size that is enough; a cluster has the size it has"));
    all.put(Capability.GPU, natively("the first machine size that is enough"));
    all.put(
        Capability.SPOT,
        natively("job tier Spot on serverless compute; a cluster decides for itself"));
    all.put(Capability.MULTI_NODE, natively("instance_count, one process on each"));
    all.put(Capability.DISK, emulated("a machine size whose own disk is large enough"));
    all.put(Capability.ENVIRONMENT, natively("environment_variables of the node"));
    all.put(
        Capability.SECRETS,
        emulated("VARIABLE_SECRET holds the secret's address; the program reads the key vault"));
    all.put(Capability.IDENTITY, natively("managed identity of the job"));
    all.put(Capability.STEP_IDENTITY, natively("managed identity of the node"));
    all.put(Capability.TAGS, natively("tags of everything created"));
  }
}
