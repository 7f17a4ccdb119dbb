"""The component that a game puts into its loop: it joins the scene, the picture and the network.

Knows everything below it; nothing below it knows this package.
"""
