package dev.retrain.artifacts.azure;

import java.net.URI;
import java.util.Locale;

/** Finds the blob of an address, of whatever form. */
interface BlobAddresses {

  /** Returns where an address lies; asks a service only for a datastore that is not known yet. */
  BlobAddress of(URI address);

  /** Returns addresses that name account and container, and those of datastores. */
  static BlobAddresses with(Datastores datastores) {
    return address ->
        "azureml".equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))
            ? datastores.blob(address)
            : BlobAddress.of(address);
  }
}
