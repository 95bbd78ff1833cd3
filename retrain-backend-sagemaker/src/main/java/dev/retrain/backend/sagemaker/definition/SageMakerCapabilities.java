package dev.retrain.backend.sagemaker.definition;

import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.EnumMap;
import java.util.Map;

/** What SageMaker Pipelines can do, as it is translated here. */
final class SageMakerCapabilities {

  private static final String TRIALS =
      "Tuning step; the service gives trials no command, so the image's own program train runs"
          + " the command in RETRAIN_COMMAND";

  static final Capabilities ALL = Capabilities.ofTranslator(declared());

  private SageMakerCapabilities() {}

  private static Map<Capability, Support> declared() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    steps(all);
    wiring(all);
    execution(all);
    return all;
  }

  private static void steps(Map<Capability, Support> all) {
    all.put(Capability.PROCESS, natively("Processing step"));
    all.put(Capability.TRAIN, natively("Training step"));
    all.put(Capability.EVALUATE, natively("Processing step"));
    all.put(Capability.STANDARD_STEPS, natively("Processing step with stepsImage"));
    all.put(Capability.TUNE_OWN_IMAGE, natively("Training step"));
    all.put(Capability.TUNE_GRID, emulated(TRIALS + "; ranges are cut into values beforehand"));
    all.put(Capability.TUNE_RANDOM, emulated(TRIALS));
    all.put(Capability.TUNE_BAYESIAN, emulated(TRIALS));
    all.put(Capability.TUNE_EARLY_STOPPING, natively("BestObjectiveNotImproving"));
    all.put(
        Capability.GATE,
        natively(
            "Condition on the evaluation report, RegisterModel, Fail " + ConditionStep.REJECTED));
    all.put(
        Capability.SERVING,
        emulated(
            "the service requests /ping and /invocations on port 8080, whatever the paths are"));
  }

  private static void wiring(Map<Capability, Support> all) {
    all.put(
        Capability.CHAMPION,
        natively("parameter champion__uri; a prefix with one empty object while there is none"));
    all.put(Capability.PARAMETERS, natively("pipeline parameters"));
    all.put(
        Capability.HYPERPARAMETERS,
        emulated(
            "a training job's file holds every value as a text; in a processing job a wrapper"
                + " writes the file, so the image needs sh"));
  }

  private static void execution(Map<Capability, Support> all) {
    all.put(
        Capability.RETRY,
        emulated(
            "retry policies cover faults of the service and lost capacity; a program that exits"
                + " with an error is not started again"));
    all.put(Capability.TIMEOUT, natively("MaxRuntimeInSeconds"));
    all.put(
        Capability.CACHE,
        emulated(
            "step caching compares addresses and arguments, not contents; data_version is made"
                + " part of the key"));
    all.put(Capability.CPU_MEMORY, natively("the first instance type that is enough"));
    all.put(Capability.GPU, natively("the first instance type that is enough"));
    all.put(
        Capability.SPOT, natively("managed spot training; processing jobs run on demand anyway"));
    all.put(Capability.MULTI_NODE, natively("InstanceCount"));
    all.put(Capability.DISK, natively("VolumeSizeInGB"));
    all.put(Capability.ENVIRONMENT, natively("Environment of the job"));
    all.put(
        Capability.SECRETS,
        emulated(
            "VARIABLE_SECRET holds the secret's ARN; the program reads it from Secrets Manager"));
    all.put(Capability.IDENTITY, natively("RoleArn of every job"));
    all.put(Capability.STEP_IDENTITY, natively("RoleArn of the job"));
    all.put(Capability.TAGS, natively("Tags of every job"));
  }
}
