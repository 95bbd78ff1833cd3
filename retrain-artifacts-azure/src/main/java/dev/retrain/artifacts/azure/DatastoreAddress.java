package dev.retrain.artifacts.azure;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the form {@code
 * azureml://subscriptions/S/resourcegroups/G/workspaces/W/datastores/D/paths/P}, by the page "Data
 * concepts in Azure Machine Learning".
 *
 * @param resource the resource of the datastore, as Azure Resource Manager names it
 * @param datastore its name
 * @param path below the datastore, decoded
 * @param top the address of the datastore's root
 */
record DatastoreAddress(String resource, String datastore, String path, URI top) {

  private static final String NAME = "([A-Za-z0-9._()-]+)";

  private static final Pattern FORM =
      Pattern.compile(
          "azureml://subscriptions/"
              + NAME
              + "/resource[gG]roups/"
              + NAME
              + "/(?:providers/Microsoft\\.MachineLearningServices/)?workspaces/"
              + NAME
              + "/datastores/"
              + NAME
              + "/paths(?:/.*)?");

  static DatastoreAddress of(URI address) {
    Matcher form = FORM.matcher(address.toString());
    if (!form.matches() || address.getRawQuery() != null || address.getRawFragment() != null) {
      throw new ConfigurationProblem(
          "an azureml address names subscription, resource group, workspace, datastore and path",
          FailureContext.hint(
              "write azureml://subscriptions/S/resourcegroups/G/workspaces/W/datastores/D/paths/P;"
                  + " the short form leaves out which workspace it is in"),
          null);
    }
    String paths = "/datastores/" + form.group(4) + "/paths/";
    String whole = address.getPath() + (address.getPath().endsWith("/") ? "" : "/");
    String decoded = address.getPath();
    int start = whole.indexOf(paths) + paths.length();
    String text = address.toString() + "/";
    return new DatastoreAddress(
        "/subscriptions/"
            + form.group(1)
            + "/resourceGroups/"
            + form.group(2)
            + "/providers/Microsoft.MachineLearningServices/workspaces/"
            + form.group(3)
            + "/datastores/"
            + form.group(4),
        form.group(4),
        start > decoded.length() ? "" : decoded.substring(start),
        URI.create(text.substring(0, text.indexOf(paths) + paths.length())));
  }
}
