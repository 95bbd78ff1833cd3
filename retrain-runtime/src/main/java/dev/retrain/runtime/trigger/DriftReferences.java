package dev.retrain.runtime.trigger;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.profile.Profile;
import dev.retrain.runtime.source.DescribedWindows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a champion was trained on, and the rows of windows. */
final class DriftReferences {

  private static final int KEPT = 16;

  private record Key(String profile, DriftPolicy policy, Roles roles) {}

  /** Fitted references are costly to make and never change. */
  private static final Map<Key, DriftDetector> FITTED =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, DriftDetector> eldest) {
          return size() > KEPT;
        }
      };

  private DriftReferences() {}

  static DriftDetector of(ModelVersion champion, DriftPolicy policy, DataWindows windows) {
    String place = champion.tags().getOrDefault(ModelVersion.PROFILE_TAG, "");
    Roles roles = DescribedWindows.roles(windows);
    synchronized (FITTED) {
      return FITTED.computeIfAbsent(
          new Key(place, policy, roles),
          key -> DriftDetector.against(profile(champion, place).withRoles(roles), policy));
    }
  }

  private static Profile profile(ModelVersion champion, String place) {
    try {
      Path path = ArtifactFiles.getDefault().bring(URI.create(place));
      return Profile.read(Files.isDirectory(path) ? path.resolve("profile.json") : path);
    } catch (ConfigurationProblem | IllegalArgumentException e) {
      throw new PermanentFailure(
          "asked to read the training profile of "
              + champion
              + " at "
              + place
              + ", got "
              + e.getMessage(),
          FailureContext.hint("the tag retrain.profile names a folder with profile.json"),
          e);
    }
  }

  static Dataset rows(DataWindow window, DataWindows windows) {
    return Dataset.read(window.rows(), DescribedWindows.readOptions(windows));
  }
}
